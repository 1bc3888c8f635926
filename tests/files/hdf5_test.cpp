#include "msmv/files/hdf5.h"

#include <gtest/gtest.h>
#include <hdf5.h>

#include <array>
#include <stdexcept>

#include "temporary_folder.h"

namespace msmv::files {
namespace {

TEST(Hdf5, ReadsBackByTheLibrary) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "features.h5";
  const std::vector<float> features = {1, 2, 3, 4, 5, 0.5F};
  const std::vector<std::int64_t> places = {7, -8};
  const std::vector<std::string> names = {"a.png", "längs.tif"};
  write_hdf5(path,
             {{"features", {2, 3}, features, {{"encoder", "uni"}}},
              {"x", {2}, places, {}},
              {"files", {2}, names, {}}},
             {{"made_by", "test"}});

  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  ASSERT_GE(file, 0);
  std::array<float, 6> read{};
  hid_t set = H5Dopen2(file, "features", H5P_DEFAULT);
  EXPECT_GE(H5Dread(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, read.data()), 0);
  EXPECT_EQ(std::vector<float>(read.begin(), read.end()), features);
  const hid_t space = H5Dget_space(set);
  std::array<hsize_t, 2> sides{};
  EXPECT_EQ(H5Sget_simple_extent_dims(space, sides.data(), nullptr), 2);
  EXPECT_EQ(sides, (std::array<hsize_t, 2>{2, 3}));
  EXPECT_GT(H5Aexists(set, "encoder"), 0);
  H5Sclose(space);
  H5Dclose(set);
  set = H5Dopen2(file, "files", H5P_DEFAULT);
  const hid_t type = H5Dget_type(set);
  std::array<char*, 2> lines{};
  EXPECT_GE(H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, lines.data()), 0);
  EXPECT_STREQ(lines[1], "längs.tif");
  H5Tclose(type);
  H5Dclose(set);
  EXPECT_GT(H5Aexists(file, "made_by"), 0);
  H5Fclose(file);
}

TEST(Hdf5, SameContentGivesTheSameBytes) {
  const testing::TemporaryFolder folder;
  const std::vector<float> values = {1, 2};
  const auto write = [&](const char* name) {
    write_hdf5(folder.path() / name, {{"v", {2}, values, {}}});
    return testing::read_file(folder.path() / name);
  };
  EXPECT_EQ(write("one.h5"), write("other.h5"));
}

TEST(Hdf5, TakesEmptyTables) {
  const testing::TemporaryFolder folder;
  EXPECT_NO_THROW(
      write_hdf5(folder.path() / "none.h5", {{"v", {0, 4}, std::span<const float>(), {}}}));
}

TEST(Hdf5, RefusesValuesThatDontFitTheirShape) {
  const testing::TemporaryFolder folder;
  const std::vector<float> values = {1, 2};
  EXPECT_THROW(write_hdf5(folder.path() / "v.h5", {{"v", {3}, values, {}}}), std::invalid_argument);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "v.h5"));
}

}  // namespace
}  // namespace msmv::files
