#include "msmv/experiments/overview.h"

#include <gtest/gtest.h>

#include "experiments/some_results.h"
#include "temporary_folder.h"

namespace msmv::experiments {
namespace {

TEST(Overview, GrowsWithItsRows) {
  const testing::TemporaryFolder folder;
  Results results = some_results();
  ASSERT_TRUE(draw_overview(folder / "few", results));
  const std::string few = testing::read_file(folder / "few.svg");
  for (int i = 0; i < 20; ++i) {
    results.rows.push_back(results.rows.front());
  }
  ASSERT_TRUE(draw_overview(folder / "many", results));
  const std::string many = testing::read_file(folder / "many.svg");
  const auto height_of = [](const std::string& svg) {
    return std::stoi(svg.substr(svg.find("height=\"") + 8));
  };
  EXPECT_EQ(height_of(few), 520);
  EXPECT_EQ(height_of(many), 190 + 22 * 26);
  EXPECT_TRUE(std::filesystem::exists(folder / "few.png"));
}

TEST(Overview, IsNotDrawnWithoutFigures) {
  const testing::TemporaryFolder folder;
  Results results = some_results();
  results.rows.erase(results.rows.begin(), results.rows.begin() + 2);
  EXPECT_FALSE(draw_overview(folder / "none", results));
  EXPECT_FALSE(std::filesystem::exists(folder / "none.svg"));
}

}  // namespace
}  // namespace msmv::experiments
