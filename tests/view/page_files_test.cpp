#include "msmv/view/page_files.h"

#include <gtest/gtest.h>

#include <regex>

#include "temporary_folder.h"

namespace msmv::view {
namespace {

const std::filesystem::path kPage = std::filesystem::path(MSMV_SOURCE_DIR) / "src/msmv/view/page";

TEST(PageFiles, AreThoseOfTheFolder) {
  for (const auto& entry : std::filesystem::directory_iterator(kPage)) {
    const auto file = page_file(entry.path().filename().string());
    ASSERT_TRUE(file) << entry.path();
    EXPECT_EQ(file->content, testing::read_file(entry.path()));
  }
  EXPECT_TRUE(page_file("leaflet.min.js"));
  EXPECT_STREQ(page_file("leaflet.css")->type, "text/css; charset=utf-8");
  EXPECT_FALSE(page_file("none.js"));
}

// Nothing is fetched from elsewhere when the page is opened.
TEST(PageFiles, NameNoOtherSite) {
  for (const auto& entry : std::filesystem::directory_iterator(kPage)) {
    const std::string text = testing::read_file(entry.path());
    EXPECT_FALSE(std::regex_search(text, std::regex("https?://"))) << entry.path();
  }
}

}  // namespace
}  // namespace msmv::view
