#include "msmv/classify/slide_context.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <stdexcept>

#include "msmv/image/write.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

// Tiles of 100 px amid a context of 300 x 200 px.
Config with_context() {
  Config config;
  config.krem.windows_px = {100};
  config.krem.steps_px = {40};
  config.krem.context_px = {300, 200};
  config.patches.side_px = 32;
  return config;
}

TEST(ContextOf, LiesAboutTheTile) {
  EXPECT_EQ(context_of({400, 400, 100, 100}, {1000, 1000}, with_context().krem),
            (PixelRect{300, 350, 300, 200}));
}

TEST(ContextOf, StaysInsideTheSlide) {
  EXPECT_EQ(context_of({0, 0, 100, 100}, {1000, 1000}, with_context().krem),
            (PixelRect{0, 0, 300, 200}));
  EXPECT_EQ(context_of({900, 900, 100, 100}, {1000, 1000}, with_context().krem),
            (PixelRect{700, 800, 300, 200}));
  EXPECT_EQ(context_of({50, 20, 100, 100}, {150, 150}, with_context().krem),
            (PixelRect{0, 0, 150, 150}));
}

TEST(ContextOf, NeedsAModelThatHasOne) {
  EXPECT_THROW(context_of({0, 0, 1, 1}, {9, 9}, krem::Config{}), std::logic_error);
}

TEST(AddContext, PutsItsPatchBeforeTheTiles) {
  const testing::TemporaryFolder folder;
  cv::Mat pixels(600, 600, CV_8UC3, cv::Scalar(200, 0, 0));
  pixels(cv::Rect(200, 200, 100, 100)) = cv::Scalar(0, 0, 100);
  image::write(folder / "p.png", {pixels});
  const slide::Slide slide(folder / "p.png");
  const Config config = with_context();
  const PixelRect at{200, 200, 100, 100};
  PreparedField tile =
      prepare_tile({{pixels(cv::Rect(200, 200, 100, 100)).clone()}, config.image.um_per_px}, {},
                   needs_of(config, 1, false), config);
  ASSERT_EQ(tile.patches.scales, 1U);
  add_context(tile, at, slide, slide::From::coarsest_level, config);
  EXPECT_EQ(tile.patches.scales, 2U);
  EXPECT_EQ(tile.patches.pixels[0], 200);  // the context's corner, red
  EXPECT_EQ(tile.patches.pixels[tile.patches.bytes_per_patch() + 2], 100);  // the tile's, blue
  EXPECT_EQ(tile.regions[0].windows[0], (PixelRect{-100, -50, 300, 200}));
}

}  // namespace
}  // namespace msmv
