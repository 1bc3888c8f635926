#include "msmv/classify/slide_tile.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "classify/small_slide.h"
#include "msmv/fitness/judge.h"
#include "msmv/image/write.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

TEST(NeedsOf, AModelOfOneScaleNeedsThePixelsOfItsPatch) {
  Config config;
  config.krem.windows_px = {897};
  config.krem.steps_px = {80};
  const TileNeeds needs = needs_of(config, 1, false);
  EXPECT_NEAR(needs.side_um, 376.74, 1e-9);
  EXPECT_NEAR(needs.um_per_px, 0.42 * 897 / 224, 1e-9);  // 1.68
  EXPECT_FALSE(needs.finds_nuclei);
  EXPECT_EQ(needs_of(config, 1, true).um_per_px, 0.42);
}

TEST(NeedsOf, AModelOfSeveralScalesNeedsNuclei) {
  const TileNeeds needs = needs_of(Config{}, 6, false);
  EXPECT_TRUE(needs.finds_nuclei);
  EXPECT_EQ(needs.um_per_px, 0.42);
  EXPECT_EQ(needs.views, 6);
}

class ReadTile : public ::testing::Test {
 protected:
  ReadTile() {
    config_.krem.windows_px = {200};
    config_.krem.steps_px = {80};
    config_.patches.side_px = 100;
  }
  // The tile at the corner of a plain picture of such pixels.
  TileImage read(const cv::Mat& pixels, bool wants_nuclei, PixelExtent tile) const {
    image::write(folder_ / "p.png", {pixels});
    const slide::Slide slide(folder_ / "p.png");
    return read_tile(slide::HalvedSlide(slide, 1), {0, 0, tile.width, tile.height},
                     needs_of(config_, 1, wants_nuclei), config_);
  }
  testing::TemporaryFolder folder_;
  Config config_;  // a window of 84 um
};

TEST_F(ReadTile, MakesAPatchWhereTheModelNeedsNoMore) {
  const TileImage tile = read(cv::Mat(400, 400, CV_8UC3, cv::Scalar(1, 2, 3)), false, {400, 400});
  EXPECT_EQ(tile.image.pixels.size(), cv::Size(100, 100));
  EXPECT_NEAR(tile.um_per_px, 0.84, 1e-9);
  EXPECT_EQ(tile.image.pixels.at<cv::Vec3b>(50, 50), cv::Vec3b(1, 2, 3));
}

TEST_F(ReadTile, BringsFinerPixelsToTheWorkingResolutionToFindNuclei) {
  const TileImage tile = read(cv::Mat(400, 400, CV_8UC3, cv::Scalar(1, 2, 3)), true, {400, 400});
  EXPECT_EQ(tile.image.pixels.size(), cv::Size(200, 200));
  EXPECT_NEAR(tile.um_per_px, 0.42, 1e-9);
}

TEST_F(ReadTile, MakesPixelsNoFinerThanTheyWereRead) {
  const TileImage tile = read(cv::Mat(80, 80, CV_8UC3, cv::Scalar(1, 2, 3)), false, {80, 80});
  EXPECT_EQ(tile.image.pixels.size(), cv::Size(80, 80));
  EXPECT_NEAR(tile.um_per_px, 1.05, 1e-9);
}

TEST_F(ReadTile, BringsCoarserPixelsToTheWorkingResolutionToFindNuclei) {
  const TileImage tile = read(cv::Mat(150, 150, CV_8UC3, cv::Scalar(1, 2, 3)), true, {150, 150});
  EXPECT_EQ(tile.image.pixels.size(), cv::Size(200, 200));
}

TEST_F(ReadTile, MakesASquareOfPixelsThatAreNone) {
  const TileImage tile = read(cv::Mat(80, 60, CV_8UC3, cv::Scalar(1, 2, 3)), false, {60, 80});
  EXPECT_EQ(tile.image.pixels.size(), cv::Size(80, 80));
}

// A patch of tissue in the pixels that the model sees.
cv::Mat tissue_patch() {
  const auto slide = phantom::draw_slide(
      1, {.width_px = 600, .height_px = 600, .um_per_px = 1.68, .islands = 1, .has_pen = false});
  return slide.image.pixels(cv::Rect(200, 200, 224, 224)).clone();
}

PreparedField prepared_patch(const cv::Mat& pixels) {
  Config config;
  config.krem.windows_px = {897};
  config.krem.steps_px = {80};
  return prepare_tile({{pixels}, 1.68}, {}, needs_of(config, 1, false), config);
}

TEST(PrepareTile, MeasuresWhetherItIsFit) {
  const PreparedField fit = prepared_patch(tissue_patch());
  EXPECT_EQ(fit.unfit, "");
  EXPECT_GT(fit.measures.tissue, 0.3);
  cv::Mat blurred;
  cv::GaussianBlur(tissue_patch(), blurred, {}, 4);
  const PreparedField soft = prepared_patch(blurred);
  EXPECT_LT(soft.measures.sharpness, 0.5 * fit.measures.sharpness);
  EXPECT_TRUE(soft.unfit.starts_with("is out of focus: sharpness 1.")) << soft.unfit;
  EXPECT_EQ(soft.patches.samples, 1U);  // it has a class all the same
}

// Of a good slide: fibres without a nucleus, whose densest parts absorb more blue light than red,
// and lymphocytes without any eosin. Alone, as a field, neither would do.
TEST(PrepareTile, TakesWhatHasOneStainAloneForFit) {
  cv::Mat fibres(224, 224, CV_8UC3, cv::Scalar(225, 130, 180));
  cv::Mat lymphocytes(224, 224, CV_8UC3, cv::Scalar(215, 205, 225));
  for (int i = 0; i < 224; i += 8) {
    fibres.rowRange(i, i + 3) = cv::Scalar(210, 90, 140);
    for (int j = (i / 2) % 8; j < 224; j += 8) {
      cv::circle(lymphocytes, {j, i}, 2, cv::Scalar(85, 88, 150), cv::FILLED);
    }
  }
  for (const cv::Mat& pixels : {fibres, lymphocytes}) {
    const PreparedField tile = prepared_patch(pixels);
    EXPECT_EQ(tile.unfit, "");
    EXPECT_NE(fitness::why_unfit(tile.measures, stain::Fault::none, 100, {}), "");
  }
}

// Small dense nuclei in coarse pixels look nearly like noise, which is refused all the same.
TEST(PrepareTile, TellsLymphocytesInCoarsePixelsFromNoise) {
  cv::Mat lymphocytes(224, 224, CV_8UC3, cv::Scalar(220, 150, 200));
  cv::RNG random(1);
  for (int i = 0; i < 2000; ++i) {
    lymphocytes(cv::Rect(random.uniform(0, 222), random.uniform(0, 222), 2, 2)) =
        cv::Scalar(90, 60, 150);
  }
  const PreparedField tile = prepared_patch(lymphocytes);
  EXPECT_GT(tile.measures.sharpness, 40);
  EXPECT_LT(tile.measures.sharpness, 80);
  EXPECT_EQ(tile.unfit, "");
  cv::Mat noise(224, 224, CV_8UC3);
  for (int y = 0; y < 224; ++y) {
    for (int x = 0; x < 224; ++x) {
      const int level = random.uniform(-60, 60);
      noise.at<cv::Vec3b>(y, x) =
          cv::Vec3b(static_cast<std::uint8_t>(170 + level), static_cast<std::uint8_t>(100 + level),
                    static_cast<std::uint8_t>(150 + level));
    }
  }
  EXPECT_TRUE(prepared_patch(noise).unfit.starts_with("is noise, not tissue"))
      << prepared_patch(noise).unfit;
}

TEST(PrepareTile, PaintsPenOver) {
  cv::Mat marked = tissue_patch();
  marked(cv::Rect(0, 60, 224, 40)) = cv::Scalar(40, 70, 170);
  const PreparedField prepared = prepared_patch(marked);
  EXPECT_NEAR(prepared.measures.pen, 40 / 224.0, 0.08);
  EXPECT_GT(prepared.patches.pixels[3 * (80 * 224 + 112)], 100);  // red: no ink's
}

TEST(PrepareTile, GivesAPatchAView) {
  const Config config = testing::small_slide_model().config;
  TileImage tile{{cv::Mat(100, 100, CV_8UC3, cv::Scalar(200, 150, 190))}, 0.94};
  const PreparedField prepared =
      prepare_tile(std::move(tile), {}, needs_of(config, 6, false), config);
  EXPECT_EQ(prepared.patches.samples, 6U);
  EXPECT_EQ(prepared.patches.scales, 1U);
  EXPECT_EQ(prepared.patches.pixels[0], 200);
  EXPECT_EQ(prepared.regions[4].view, View::flip_x);
  EXPECT_TRUE(prepared.nuclei.empty());
}

TEST(PrepareTile, BringsThePatchesToTheStainOfTheTarget) {
  const Config config = testing::small_slide_model().config;
  stain::Recolouring stain;
  stain.change = stain::OdMap{.shift = {-0.1, -0.1, -0.1}};  // brighter
  TileImage tile{{cv::Mat(100, 100, CV_8UC3, cv::Scalar(100, 100, 100))}, 0.94};
  const PreparedField prepared =
      prepare_tile(std::move(tile), stain, needs_of(config, 1, false), config);
  EXPECT_NEAR(prepared.patches.pixels[0], 101 * std::exp(0.1) - 1, 1);
}

// Fat, say: counting its nuclei changes nothing of what is said of it.
TEST(PrepareTile, AsksForNucleiOnlyWhereTheyChooseTheWindows) {
  Config config;
  config.fitness = {.least_sharpness = 0, .most_sharpness = 1e6};
  config.patches.side_px = 32;
  const cv::Mat plain(224, 224, CV_8UC3, cv::Scalar(220, 160, 190));
  const auto unfit_with = [&](std::vector<int> windows_px) {
    config.krem.windows_px = windows_px;
    config.krem.steps_px.assign(windows_px.size(), 20);
    return prepare_tile({{plain}, 0.42}, {}, needs_of(config, 1, true), config).unfit;
  };
  EXPECT_EQ(unfit_with({224}), "");
  EXPECT_TRUE(unfit_with({224, 64}).find("nuclei") != std::string::npos) << unfit_with({224, 64});
}

TEST(PrepareTile, LetsNucleiChooseTheFinerWindows) {
  Config config;
  config.krem.windows_px = {224, 64};
  config.krem.steps_px = {80, 20};
  config.patches.side_px = 32;
  const auto drawn = phantom::draw(3, {.width_px = 224, .height_px = 224});
  const PreparedField prepared =
      prepare_tile({drawn.image, 0.42}, {}, needs_of(config, 1, false), config);
  ASSERT_EQ(prepared.regions.size(), 1U);
  EXPECT_EQ(prepared.regions[0].windows[0], (PixelRect{0, 0, 224, 224}));
  EXPECT_EQ(prepared.patches.scales, 2U);
  EXPECT_GT(prepared.nuclei.size(), 0U);
  EXPECT_EQ(prepared.regions[0].nuclei[0], static_cast<int>(prepared.nuclei.size()));
}

}  // namespace
}  // namespace msmv
