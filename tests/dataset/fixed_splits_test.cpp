#include "msmv/dataset/fixed_splits.h"

#include <gtest/gtest.h>

#include <map>

#include "msmv/dataset/manifest.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::dataset {
namespace {

Sample bach(const std::string& series, int number) {
  std::string digits = std::to_string(1000 + number).substr(1);
  return {"Photos/" + series + digits + ".tif", ""};
}

std::map<std::string, std::map<std::string, int>> counts(std::string (*part_of)(const Sample&)) {
  std::map<std::string, std::map<std::string, int>> result;
  for (const char* series : {"n", "b", "is", "iv"}) {
    for (int number = 1; number <= 100; ++number) {
      ++result[part_of(bach(series, number))][series];
    }
  }
  return result;
}

// The sizes that eva's and THUNDER's index ranges have when they are written out.
TEST(FixedSplits, HaveTheSizesOfTheBenchmarks) {
  auto eva = counts(eva_part);
  EXPECT_EQ(eva["val"], (std::map<std::string, int>{{"b", 48}, {"is", 30}, {"iv", 31}, {"n", 23}}));
  EXPECT_EQ(eva["train"],
            (std::map<std::string, int>{{"b", 52}, {"is", 70}, {"iv", 69}, {"n", 77}}));
  auto thunder = counts(thunder_part);
  EXPECT_EQ(thunder["test"], eva["val"]);
  EXPECT_EQ(thunder["val"],
            (std::map<std::string, int>{{"b", 10}, {"is", 10}, {"iv", 10}, {"n", 20}}));
}

// eva counts pictures from 0 in the order Benign, InSitu, Invasive, Normal: 258 and 259 are iv059
// and iv060, in train between two ranges of val.
TEST(FixedSplits, PatientNineteenIsInTrainAsAWhole) {
  EXPECT_EQ(eva_part(bach("iv", 58)), "val");
  EXPECT_EQ(eva_part(bach("iv", 59)), "train");
  EXPECT_EQ(eva_part(bach("iv", 60)), "train");
  EXPECT_EQ(eva_part(bach("b", 60)), "train");
  EXPECT_EQ(eva_part(bach("b", 61)), "val");
}

TEST(FixedSplits, RefuseOtherNames) {
  EXPECT_THROW(eva_part({"x001.tif", ""}), InputError);
  EXPECT_THROW(eva_part({"n101.tif", ""}), InputError);
  EXPECT_THROW(thunder_part({"normal.tif", ""}), InputError);
}

TEST(FixedSplits, AgreeWithTheSharedManifest) {
  MSMV_NEEDS_SHARED();
  const Reading reading = read_manifest(testing::shared_folder() / "data/bach/manifest.csv", {});
  for (const Sample& sample : reading.dataset.samples) {
    EXPECT_EQ(eva_part(sample), "train") << sample.name;
    EXPECT_EQ(thunder_part(sample), sample.part) << sample.name;
  }
}

}  // namespace
}  // namespace msmv::dataset
