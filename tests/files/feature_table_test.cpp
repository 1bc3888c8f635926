#include "msmv/files/feature_table.h"

#include <gtest/gtest.h>

#include <cstring>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::files {
namespace {

FeatureTable table() {
  return {.features = 2,
          .files = {"a,b.png", "c.png"},
          .values = {0.1F, -2, 1e-7F, 3},
          .facts = {{"encoder", "uni"}}};
}

TEST(FeatureTable, CsvNamesEachNumberInFewDigits) {
  const testing::TemporaryFolder folder;
  write_features(folder / "f.csv", table());
  EXPECT_EQ(testing::read_file(folder / "f.csv"),
            "file,f0,f1\n\"a,b.png\",0.1,-2\nc.png,1e-07,3\n");
}

TEST(FeatureTable, RegionsHaveTheirPlace) {
  const testing::TemporaryFolder folder;
  FeatureTable regions = table();
  regions.has_regions = true;
  regions.views = {"raw", "rot90"};
  regions.windows = {1, 2, 3, 4, 5, 6, 7, 8};
  write_features(folder / "f.csv", regions);
  EXPECT_EQ(testing::read_file(folder / "f.csv"),
            "file,view,x,y,width,height,f0,f1\n\"a,b.png\",raw,1,2,3,4,0.1,-2\n"
            "c.png,rot90,5,6,7,8,1e-07,3\n");
}

TEST(FeatureTable, TakesMoreRowsBehindItsOwn) {
  FeatureTable all{.facts = {{"encoder", "uni"}}};
  append(all, table());
  append(all, FeatureTable{});
  append(all, {.features = 2, .files = {"d.png"}, .values = {5, 6}});
  EXPECT_EQ(all.features, 2U);
  EXPECT_EQ(all.files, (std::vector<std::string>{"a,b.png", "c.png", "d.png"}));
  EXPECT_EQ(all.values, (std::vector<float>{0.1F, -2, 1e-7F, 3, 5, 6}));
}

// By the format's description (numpy.lib.format).
TEST(FeatureTable, NpyIsNumPys) {
  const testing::TemporaryFolder folder;
  write_features(folder / "f.npy", table());
  const std::string bytes = testing::read_file(folder / "f.npy");
  ASSERT_EQ(bytes.size() % 16, 0U);
  EXPECT_EQ(bytes.substr(0, 8), std::string("\x93NUMPY\x01\0", 8));
  const std::size_t header = static_cast<unsigned char>(bytes[8]);
  EXPECT_EQ((10 + header) % 64, 0U);
  EXPECT_TRUE(bytes.substr(10).starts_with(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }"));
  float last = 0;
  std::memcpy(&last, bytes.data() + bytes.size() - 4, 4);
  EXPECT_EQ(last, 3);
  EXPECT_EQ(bytes.size(), 10 + header + 16);
}

TEST(FeatureTable, H5HoldsTheSame) {
  const testing::TemporaryFolder folder;
  write_features(folder / "f.h5", table());
  EXPECT_EQ(testing::read_file(folder / "f.h5").substr(1, 3), "HDF");
}

TEST(FeatureTable, OtherExtensionsAreRefused) {
  EXPECT_THROW(check_extension("features.txt"), InputError);
}

}  // namespace
}  // namespace msmv::files
