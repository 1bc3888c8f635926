#include "msmv/classify/slide_run.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "classify/small_slide.h"
#include "msmv/image/write.h"
#include "msmv/values/errors.h"
#include "slide/tissue_truth.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

using testing::TemporaryFolder;

class SlideRun : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    drawn_ = new phantom::PhantomSlide(testing::write_small_slide(*folder_ / "s.tif"));
    model::write(*folder_ / "m.safetensors", testing::small_slide_model());
    model_ = new Model(load_model(*folder_ / "m.safetensors", {}));
  }
  static void TearDownTestSuite() {
    delete model_;
    delete drawn_;
    delete folder_;
  }

  static SlidePlan plan(const std::string& name, const SlideOptions& options = {}) {
    const slide::Slide slide(*folder_ / name);
    return plan_slide(*folder_ / name, slide, model_->config, options);
  }

  static std::string fault_of(const std::string& name, const SlideOptions& options = {}) {
    try {
      plan(name, options);
      return "none";
    } catch (const InputError& error) {
      return error.fault();
    }
  }

  static std::vector<TileResult> run(const Model& model, const SlideOptions& options = {}) {
    const slide::Slide slide(*folder_ / "s.tif");
    std::vector<TileResult> results;
    EXPECT_TRUE(
        classify_tiles(slide, plan_slide(*folder_ / "s.tif", slide, model.config, options), model,
                       [&](TileResult&& result) { results.push_back(std::move(result)); }, {}));
    return results;
  }

  static inline TemporaryFolder* folder_;
  static inline phantom::PhantomSlide* drawn_;
  static inline Model* model_;
};

TEST_F(SlideRun, LaysTilesOnTheIslandsAlone) {
  const SlidePlan slide = plan("s.tif", {.least_tissue = 0.5});
  EXPECT_EQ(slide.pixel_size.source, "slide");
  const double mm2 = cv::countNonZero(testing::tissue_truth(*drawn_)) * 0.25 / 1e6;
  EXPECT_NEAR(slide.tissue_mm2, mm2, 0.08 * mm2);
  ASSERT_GT(slide.tiles.size(), 6U);
  for (const slide::Tile& tile : slide.tiles) {
    EXPECT_EQ(tile.at.width, 188);  // 94.08 um of 0.5 um
    const double x = static_cast<double>(tile.at.x) + 94, y = static_cast<double>(tile.at.y) + 94;
    EXPECT_TRUE(std::ranges::any_of(drawn_->islands,
                                    [&](const phantom::Island& island) {
                                      return std::hypot(
                                                 (x - island.centre_x) / island.half_width,
                                                 (y - island.centre_y) / island.half_height) < 1.2;
                                    }))
        << x << ", " << y;
  }
}

TEST_F(SlideRun, GivesEachTileItsScoresAndFeatures) {
  const auto results = run(*model_);
  ASSERT_GT(results.size(), 6U);
  for (const TileResult& result : results) {
    EXPECT_EQ(result.scores.size(), 4U);
    EXPECT_EQ(result.features.size(), 2048U);
    EXPECT_EQ(result.label, best_class(result.scores));
    EXPECT_FALSE(result.nuclei);
  }
  EXPECT_NE(results.front().features, results.back().features);
}

TEST_F(SlideRun, DoesNotDependOnThreads) {
  const auto alone = run(load_model(*folder_ / "m.safetensors", {.threads = 1}));
  const auto together = run(load_model(*folder_ / "m.safetensors", {.threads = 8}));
  ASSERT_EQ(alone.size(), together.size());
  for (std::size_t i = 0; i < alone.size(); ++i) {
    EXPECT_EQ(alone[i].tile, together[i].tile);
    EXPECT_EQ(alone[i].scores, together[i].scores);
    EXPECT_EQ(alone[i].features, together[i].features);
  }
}

TEST_F(SlideRun, ATileDoesNotDependOnTheOthersButForTheStain) {
  const SlidePlan whole = plan("s.tif");
  SlidePlan few = whole;
  few.tiles = {whole.tiles[5], whole.tiles[1]};
  const slide::Slide slide(*folder_ / "s.tif");
  std::vector<TileResult> results;
  classify_tiles(slide, few, *model_,
                 [&](TileResult&& result) { results.push_back(std::move(result)); }, {});
  const auto all = run(*model_);
  EXPECT_EQ(results.at(0).scores, all.at(5).scores);
  EXPECT_EQ(results.at(1).scores, all.at(1).scores);
}

TEST_F(SlideRun, SeveralViewsVote) {
  const auto one = run(*model_);
  const auto six = run(*model_, {.views = 6});
  ASSERT_EQ(one.size(), six.size());
  EXPECT_NE(one[0].scores, six[0].scores);
}

TEST_F(SlideRun, CountsNucleiWhenAsked) {
  for (const TileResult& result : run(*model_, {.wants_nuclei = true})) {
    EXPECT_TRUE(result.nuclei);
  }
}

TEST_F(SlideRun, StopsWhenAsked) {
  const slide::Slide slide(*folder_ / "s.tif");
  std::size_t taken = 0;
  const bool is_done = classify_tiles(slide, plan("s.tif"), *model_, [&](TileResult&&) { ++taken; },
                                      {.stop = [&] { return taken >= 2; }});
  EXPECT_FALSE(is_done);
  EXPECT_LT(taken, plan("s.tif").tiles.size());
}

TEST_F(SlideRun, TakesCornersMadeElsewhere) {
  SlideOptions options;
  options.corners = {{100, 200}, {0, 0}};
  const SlidePlan slide = plan("s.tif", options);
  ASSERT_EQ(slide.tiles.size(), 2U);
  EXPECT_EQ(slide.tiles[0].at, (PixelRect{100, 200, 188, 188}));
  options.corners = {{1100, 0}};
  EXPECT_EQ(fault_of("s.tif", options),
            "has 1200 x 900 pixels: a tile of 188 x 188 at 1100, 0 is not inside");
}

TEST_F(SlideRun, SaysWhyASlideCannotBeClassified) {
  const cv::Mat glass(300, 300, CV_8UC3, cv::Scalar(243, 242, 244));
  image::write(*folder_ / "no_size.png", {glass});
  image::write(*folder_ / "glass.png", {glass}, PixelSize{0.5, 0.5});
  image::write(*folder_ / "small.png", {glass}, PixelSize{0.2, 0.2});
  image::write(*folder_ / "coarse.png", {glass}, PixelSize{8, 8});
  EXPECT_TRUE(fault_of("no_size.png").starts_with("names no pixel size: give it by --mpp"));
  EXPECT_EQ(fault_of("small.png"),
            "has 300 x 300 pixels: expected at least 470 x 470, the size of a tile");
  EXPECT_TRUE(fault_of("coarse.png").starts_with("has pixels of 8 um: expected at most 5.8"))
      << fault_of("coarse.png");
  const SlidePlan empty = plan("glass.png");
  EXPECT_TRUE(empty.tiles.empty());
  EXPECT_EQ(empty.tissue_mm2, 0);
}

// In shades of one colour that absorbs more blue light than red.
TEST_F(SlideRun, ASlideOfWrongColoursHasNoFitTile) {
  Model strict = *model_;
  strict.config.fitness.refuse = true;
  const slide::Slide good(*folder_ / "s.tif");
  EXPECT_EQ(plan_slide(*folder_ / "s.tif", good, strict.config, {}).unfit, "");
  phantom::PhantomSlide toned = *drawn_;
  toned.image.pixels = drawn_->image.pixels.clone();
  for (cv::Vec3b& pixel : cv::Mat_<cv::Vec3b>(toned.image.pixels)) {
    const double light = pixel[1] / 255.0;
    pixel[0] = cv::saturate_cast<std::uint8_t>(255 * std::pow(light, 0.2));
    pixel[2] = cv::saturate_cast<std::uint8_t>(255 * std::pow(light, 0.7));
  }
  phantom::write_slide(*folder_ / "toned.tif", toned);
  const slide::Slide slide(*folder_ / "toned.tif");
  const SlidePlan planned = plan_slide(*folder_ / "toned.tif", slide, strict.config, {});
  EXPECT_TRUE(planned.unfit.starts_with("red and blue look swapped")) << planned.unfit;
  std::size_t unfit = 0;
  classify_tiles(slide, planned, strict,
                 [&](TileResult&& tile) { unfit += tile.unfit.empty() ? 0 : 1; }, {});
  EXPECT_EQ(unfit, planned.tiles.size());
}

// Read from a coarser level, a tile is what it is from level 0, but for the level's own JPEG.
TEST_F(SlideRun, ACoarserLevelShowsTheSame) {
  const slide::Slide slide(*folder_ / "s.tif");
  const TileNeeds needs = needs_of(model_->config, 1, false);  // 2.94 um: the level of 2 um
  const slide::HalvedSlide coarsest(slide, 2), level_0(slide, 2, slide::From::level_0);
  for (const slide::Tile& tile : plan("s.tif").tiles) {
    const cv::Mat coarse = read_tile(coarsest, tile.at, needs, model_->config).image.pixels;
    const cv::Mat from_0 = read_tile(level_0, tile.at, needs, model_->config).image.pixels;
    ASSERT_EQ(coarse.size(), cv::Size(32, 32));
    EXPECT_LT(cv::norm(coarse, from_0, cv::NORM_L1) / static_cast<double>(3 * coarse.total()), 1.5);
  }
}

TEST_F(SlideRun, ACoarserLevelGivesTheSameClass) {
  const auto coarse = run(*model_), from_0 = run(*model_, {.from = slide::From::level_0});
  ASSERT_EQ(coarse.size(), from_0.size());
  for (std::size_t i = 0; i < coarse.size(); ++i) {
    EXPECT_EQ(coarse[i].label, from_0[i].label);
  }
}

}  // namespace
}  // namespace msmv
