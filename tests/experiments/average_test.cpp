#include "msmv/experiments/average.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace msmv::experiments {
namespace {

Unit unit_of(const std::string& row, std::vector<JudgedImage> images) {
  return {.key = "",
          .build = "",
          .row = row,
          .fold = "fold_1",
          .classes = {"one", "other"},
          .images = std::move(images)};
}

// A row's voters count together as one: (0.25 + (0.5 + 1) / 2) / 2 = 0.5.
TEST(Average, IsTheMeanOfRowsWhateverTheNumberOfTheirVoters) {
  const Unit first = unit_of("first", {{"a.png", 1, {{0.25F, 0.75F}}}, {"b.png", 0, {{1, 0}}}});
  const Unit second =
      unit_of("second", {{"a.png", 1, {{0.5F, 0.5F}, {1, 0}}}, {"b.png", 0, {{0.5F, 0.5F}}}});
  const auto images = averaged({&first, &second});
  ASSERT_EQ(images.size(), 2U);
  EXPECT_EQ(images[0].file, "a.png");
  EXPECT_EQ(images[0].label, 1U);
  EXPECT_EQ(images[0].voters, (std::vector<ClassScores>{{0.5F, 0.5F}}));
  EXPECT_EQ(images[1].voters, (std::vector<ClassScores>{{0.75F, 0.25F}}));
}

TEST(Average, RefusesRowsOfOtherImages) {
  const Unit first = unit_of("first", {{"a.png", 1, {{0.25F, 0.75F}}}});
  const Unit other = unit_of("other", {{"b.png", 1, {{0.25F, 0.75F}}}});
  const Unit more = unit_of("more", {{"a.png", 1, {{1, 0}}}, {"b.png", 1, {{1, 0}}}});
  EXPECT_THROW(averaged({&first, &other}), std::invalid_argument);
  EXPECT_THROW(averaged({&first, &more}), std::invalid_argument);
  EXPECT_THROW(averaged({}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::experiments
