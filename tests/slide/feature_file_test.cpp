#include "msmv/slide/feature_file.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::slide {
namespace {

using testing::TemporaryFolder;
using Corners = std::vector<std::pair<std::int64_t, std::int64_t>>;

const TileFacts kFacts{.name = "s",
                       .slide = {8000, 6000},
                       .tile = {1507, 1507},
                       .overlap = 753,
                       .level0_magnification = 40,
                       .target_magnification = 5.95,
                       .patch_side = 224,
                       .encoder = "id"};

void write_two_tiles(const std::filesystem::path& path) {
  FeatureFile file(path, 2, kFacts);
  file.add({0, 10, 1507, 1507}, std::vector<float>{1, 2, 3});
  file.add({754, 10, 1507, 1507}, std::vector<float>{4, 5, 6.5F});
  file.finish();
}

TEST(FeatureFile, GivesItsCornersBack) {
  const TemporaryFolder folder;
  write_two_tiles(folder / "f.h5");
  EXPECT_EQ(read_tile_corners(folder / "f.h5"), (Corners{{0, 10}, {754, 10}}));
}

TEST(FeatureFile, IsTheSameFileForTheSameTiles) {
  const TemporaryFolder folder;
  write_two_tiles(folder / "a.h5");
  write_two_tiles(folder / "b.h5");
  EXPECT_EQ(testing::read_file(folder / "a.h5"), testing::read_file(folder / "b.h5"));
}

// As TRIDENT's and CLAM's loaders open it.
TEST(FeatureFile, IsReadByH5py) {
  if (std::system("/usr/bin/python3 -c 'import h5py' 2>/dev/null") != 0) {
    GTEST_SKIP() << "needs python3-h5py";
  }
  const TemporaryFolder folder;
  write_two_tiles(folder / "f.h5");
  std::ofstream(folder / "read.py") << R"(
import h5py, sys
with h5py.File(sys.argv[1]) as file:
    features, coords = file["features"], file["coords"]
    assert features.dtype == "float32" and features[:].tolist() == [[1, 2, 3], [4, 5, 6.5]]
    assert coords.dtype == "int64" and coords[:].tolist() == [[0, 10], [754, 10]]
    facts = dict(coords.attrs)
    assert facts["patch_size"] == 224 and facts["patch_size_level0"] == 1507, facts
    assert facts["level0_magnification"] == 40 and facts["overlap"] == 753, facts
    assert facts["name"] == "s" and facts["level0_width"] == 8000, facts
    assert facts["patch_level"] == 0 and facts["downsample"].tolist() == [1, 1], facts
    assert facts["level_dim"].tolist() == [8000, 6000], facts
    assert features.attrs["encoder"] == "id"
)";
  const std::string command = "/usr/bin/python3 '" + (folder / "read.py").string() + "' '" +
                              (folder / "f.h5").string() + "'";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(FeatureFile, SaysThatItCannotBeWritten) {
  const TemporaryFolder folder;
  EXPECT_THROW(FeatureFile(folder / "none/f.h5", 1, kFacts), OutputError);
}

TEST(FeatureFile, MissesTiles) {
  const TemporaryFolder folder;
  FeatureFile file(folder / "f.h5", 2, kFacts);
  file.add({0, 0, 1, 1}, std::vector<float>{1});
  EXPECT_THROW(file.add({0, 0, 1, 1}, std::vector<float>{1, 2}), std::invalid_argument);
  EXPECT_THROW(file.finish(), std::invalid_argument);
}

TEST(ReadTileCorners, TakesTables) {
  const TemporaryFolder folder;
  std::ofstream(folder / "a.csv") << "x,y,note\n1,2,a\n30,40,b\n";
  EXPECT_EQ(read_tile_corners(folder / "a.csv"), (Corners{{1, 2}, {30, 40}}));
  std::ofstream(folder / "b.csv") << "minx,miny,width,height\n5,6,9,9\n";
  EXPECT_EQ(read_tile_corners(folder / "b.csv"), (Corners{{5, 6}}));
}

TEST(ReadTileCorners, SaysWhatIsWrong) {
  const TemporaryFolder folder;
  const auto fault = [&](const std::string& text) {
    std::ofstream(folder / "t", std::ios::binary) << text;
    try {
      read_tile_corners(folder / "t");
      return std::string();
    } catch (const InputError& error) {
      return error.fault();
    }
  };
  EXPECT_EQ(fault("x,y\n1.5,2\n"), "x: \"1.5\" is not a whole number of pixels");
  EXPECT_NE(fault("a,b\n1,2\n"), "");
  EXPECT_EQ(fault("\x89HDF\r\n\x1a\n and no more"), "is damaged: it can't be read as HDF5");
}

}  // namespace
}  // namespace msmv::slide
