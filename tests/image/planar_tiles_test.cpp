#include "msmv/image/planar_tiles.h"

#include "image/pictures.h"
#include "image/tiff_file.h"
#include "msmv/image/read.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::fault_of;
using testing::TemporaryFolder;
using testing::write_tiff;

TEST(PlanarTiles, GiveTheirColoursBack) {
  const TemporaryFolder folder;
  const cv::Mat rgb = colourful(71, 53);
  for (const int compression : {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE}) {
    write_tiff(folder / "a.tif", rgb,
               {.compression = compression, .tile_side = 32, .is_planar = true});
    EXPECT_EQ(testing::largest_difference(read(folder / "a.tif", {}).image.pixels, rgb), 0)
        << compression;
  }
  write_tiff(folder / "a.tif", rgb,
             {.compression = COMPRESSION_JPEG, .tile_side = 32, .is_planar = true});
  EXPECT_LE(testing::largest_difference(read(folder / "a.tif", {}).image.pixels, rgb), 12);
}

TEST(PlanarTiles, ThatAreDamagedAreRefused) {
  const TemporaryFolder folder;
  write_tiff(folder / "a.tif", colourful(64, 64),
             {.compression = COMPRESSION_ADOBE_DEFLATE, .tile_side = 64, .is_planar = true});
  std::string bytes = testing::read_file(folder / "a.tif");
  bytes.replace(8, 40, 40, '\xAA');  // within the first tile
  files::write_atomically(folder / "b.tif", bytes);
  EXPECT_EQ(fault_of([&] { read(folder / "b.tif", {}); }),
            "is damaged: TIFF tile 1 can't be decoded");
}

}  // namespace
}  // namespace msmv::image
