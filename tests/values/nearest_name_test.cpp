#include "msmv/values/nearest_name.h"

#include <gtest/gtest.h>

#include <vector>

namespace msmv {
namespace {

const std::vector<std::string> kNames = {"Normal", "Benign", "InSitu", "Invasive"};

TEST(NearestName, TakesTheNameWithTheFewestChanges) {
  EXPECT_EQ(nearest_name("Bengin", kNames), "Benign");  // neighbours swapped: one change
  EXPECT_EQ(nearest_name("invasiv", kNames), "Invasive");
  EXPECT_EQ(nearest_name("in-situ", kNames), "InSitu");
}

TEST(NearestName, DoesNotGuessWhenMoreThanAThirdDiffers) {
  EXPECT_EQ(nearest_name("Malignant", kNames), std::nullopt);
  EXPECT_EQ(nearest_name("", kNames), std::nullopt);
  EXPECT_EQ(nearest_name("Inxxxu", kNames), std::nullopt);  // three of six letters
}

TEST(NearestName, AsksOnlyWhenThereIsOne) {
  EXPECT_EQ(did_you_mean("nornal", kNames), "; did you mean \"Normal\"?");
  EXPECT_EQ(did_you_mean("other", kNames), "");
}

}  // namespace
}  // namespace msmv
