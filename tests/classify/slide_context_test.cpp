#include "msmv/classify/slide_context.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <stdexcept>

#include "msmv/image/write.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

// A context twice as wide as the window and as high as one and a half.
krem::Config with_context() {
  krem::Config config;
  config.windows_px = {200};
  config.steps_px = {80};
  config.context_px = {400, 300};
  return config;
}

TEST(ContextOf, LiesAboutTheTilesCentre) {
  const PixelRect context = context_of({1000, 2000, 100, 100}, {5000, 5000}, with_context());
  EXPECT_EQ(context, (PixelRect{950, 1975, 200, 150}));
}

TEST(ContextOf, MovesInwardsAtTheSlidesBorder) {
  EXPECT_EQ(context_of({0, 0, 100, 100}, {5000, 5000}, with_context()),
            (PixelRect{0, 0, 200, 150}));
  EXPECT_EQ(context_of({4900, 4900, 100, 100}, {5000, 5000}, with_context()),
            (PixelRect{4800, 4850, 200, 150}));
}

TEST(ContextOf, IsTheWholeOfASmallerSlide) {
  EXPECT_EQ(context_of({20, 0, 100, 100}, {160, 140}, with_context()), (PixelRect{0, 0, 160, 140}));
}

TEST(ContextOf, NeedsAContext) {
  krem::Config none = with_context();
  none.context_px.clear();
  EXPECT_THROW(context_of({0, 0, 100, 100}, {5000, 5000}, none), std::logic_error);
}

// A dark tile on light ground: a third of its context, 1 / 2 x 2 / 3, is dark.
TEST(AddContext, PutsThePatchOfTheNeighbourhoodFirst) {
  const testing::TemporaryFolder folder;
  cv::Mat pixels(600, 800, CV_8UC3, cv::Scalar(220, 180, 210));
  pixels(cv::Rect(300, 200, 200, 200)) = cv::Scalar(100, 60, 90);
  image::write(folder / "p.png", {pixels});
  const slide::Slide slide(folder / "p.png");
  const slide::HalvedSlide halved(slide, 1);
  Config config;
  config.krem = with_context();
  config.krem.turn_context = false;
  config.patches.side_px = 60;
  config.stain.method = stain::Method::none;
  const PixelRect at{300, 200, 200, 200};
  const TileNeeds needs = needs_of(config, 2, false);
  EXPECT_FALSE(needs.finds_nuclei) << "one window needs none";
  PreparedField tile = prepare_tile(read_tile(halved, at, needs, config), {}, needs, config);
  ASSERT_EQ(tile.patches.scales, 1U);
  add_context(tile, read_context(halved, at, config), at, slide.facts().extent, config);
  ASSERT_EQ(tile.patches.samples, 2U);
  ASSERT_EQ(tile.patches.scales, 2U);
  ASSERT_EQ(tile.patches.pixels.size(), 4 * tile.patches.bytes_per_patch());
  for (std::size_t sample = 0; sample < 2; ++sample) {
    auto* from = tile.patches.pixels.data() + 2 * sample * tile.patches.bytes_per_patch();
    const cv::Mat context(60, 60, CV_8UC3, from);
    const cv::Mat window(60, 60, CV_8UC3, from + tile.patches.bytes_per_patch());
    EXPECT_NEAR(cv::mean(context)[0], 220 - 120 / 3.0, 2);
    EXPECT_NEAR(context.at<cv::Vec3b>(30, 30)[0], 100, 2);
    EXPECT_NEAR(context.at<cv::Vec3b>(2, 2)[0], 220, 2);
    EXPECT_NEAR(cv::mean(window)[0], 100, 1);
  }
  EXPECT_TRUE(tile.regions[1].has_upright_context);
  EXPECT_EQ(tile.regions[1].windows.size(), 2U);
}

}  // namespace
}  // namespace msmv
