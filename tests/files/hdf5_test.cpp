#include "msmv/files/hdf5.h"

#include <gtest/gtest.h>
#include <hdf5.h>

#include <array>
#include <fstream>
#include <stdexcept>

#include "msmv/values/errors.h"
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

TEST(Hdf5Rows, GivesBackWhatWasWrittenRowByRow) {
  const testing::TemporaryFolder folder;
  Hdf5Rows rows(folder / "r.h5");
  rows.add({"places", Hdf5Rows::Number::int64, 2, 2, {{"side", std::int64_t{7}}, {"of", 0.5}}});
  rows.write("places", 1, std::array<std::int64_t, 2>{3, -4});
  rows.write("places", 0, std::array<std::int64_t, 2>{1, 2});
  EXPECT_THROW(rows.write("places", 0, std::array<std::int64_t, 1>{1}), std::invalid_argument);
  rows.close();
  EXPECT_TRUE(is_hdf5(folder / "r.h5"));
  const Hdf5Integers read = read_hdf5_integers(folder / "r.h5", "places");
  EXPECT_EQ(read.columns, 2U);
  EXPECT_EQ(read.values, (std::vector<std::int64_t>{1, 2, 3, -4}));
}

TEST(Hdf5Rows, SaysThatItCannotBeWritten) {
  const testing::TemporaryFolder folder;
  EXPECT_THROW(Hdf5Rows(folder / "none/r.h5"), OutputError);
}

TEST(ReadHdf5Integers, SaysWhatIsWrong) {
  const testing::TemporaryFolder folder;
  const std::vector<std::int64_t> values = {1, 2};
  write_hdf5(folder / "v.h5", {{"v", {2}, values, {}}});
  const auto fault = [&](const char* file, const char* dataset) {
    try {
      read_hdf5_integers(folder / file, dataset);
      return std::string("none");
    } catch (const InputError& error) {
      return error.fault();
    }
  };
  EXPECT_EQ(fault("v.h5", "w"), "has no dataset \"w\"");
  EXPECT_EQ(fault("v.h5", "v"), "\"v\" is not a table");
  std::ofstream(folder / "text") << "no HDF5";
  EXPECT_FALSE(is_hdf5(folder / "text"));
  EXPECT_EQ(fault("text", "v"), "is damaged: it can't be read as HDF5");
}

}  // namespace
}  // namespace msmv::files
