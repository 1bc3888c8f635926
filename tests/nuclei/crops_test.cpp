#include "msmv/nuclei/crops.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace msmv::nuclei {
namespace {

// A dark disc on light ground for each centre.
LabelledField field(const std::string& source, int side, std::vector<Point> centres,
                    const cv::Scalar& ground = {240, 200, 230}) {
  LabelledField made{.name = source, .source = source, .centres = std::move(centres)};
  made.photo.image.pixels = cv::Mat(side, side, CV_8UC3, ground);
  made.photo.um_per_px = {0.6, 0.6};
  for (const Point& centre : made.centres) {
    cv::circle(made.photo.image.pixels,
               {static_cast<int>(centre.x * 16 - 8), static_cast<int>(centre.y * 16 - 8)}, 5 * 16,
               cv::Scalar(80, 50, 140), cv::FILLED, cv::LINE_AA, 4);
  }
  return made;
}

Recipe small() {
  return {.batch = 4, .crop_px = 64};
}

// However a crop was turned, zoomed and coloured: where the target is highest, the crop is darkest.
TEST(Crops, ShowNucleiWhereTheTargetSaysSo) {
  const std::vector<LabelledField> fields = {field("a", 200, {{100, 100}})};
  const CropMaker maker(fields, {}, small());
  int seen = 0;
  for (std::size_t step = 0; step < 8; ++step) {
    const CropBatch batch = maker.batch(step);
    ASSERT_EQ(batch.crops.pixels.size(), 4U * 64 * 64 * 3);
    ASSERT_EQ(batch.targets.size(), 4U * 32 * 32);
    for (int i = 0; i < 4; ++i) {
      cv::Mat crop(64, 64, CV_8UC3,
                   const_cast<std::uint8_t*>(
                       &batch.crops.pixels[static_cast<std::size_t>(i) * 64 * 64 * 3]));
      cv::Mat target(32, 32, CV_32F,
                     const_cast<float*>(&batch.targets[static_cast<std::size_t>(i) * 32 * 32]));
      double highest = 0, lightest = 0;
      cv::Point where, darkest;
      cv::minMaxLoc(target, nullptr, &highest, nullptr, &where);
      if (highest < 0.9 || where.x < 3 || where.y < 3 || where.x > 28 || where.y > 28) {
        continue;  // it lies outside, or cut by the border
      }
      cv::Mat gray;
      cv::cvtColor(crop, gray, cv::COLOR_RGB2GRAY);
      cv::GaussianBlur(gray, gray, {}, 3);
      cv::minMaxLoc(gray, &lightest, nullptr, &darkest);
      EXPECT_LE(std::abs(darkest.x - (2 * where.x + 0.5)), 2.5);
      EXPECT_LE(std::abs(darkest.y - (2 * where.y + 0.5)), 2.5);
      ++seen;
    }
  }
  EXPECT_GT(seen, 3);
}

TEST(Crops, DependOnSeedAndStepAlone) {
  const std::vector<LabelledField> fields = {field("a", 200, {{100, 100}, {40, 60}})};
  const CropMaker maker(fields, {}, small());
  const CropBatch once = maker.batch(5);
  maker.batch(6);
  const CropBatch again = maker.batch(5);
  EXPECT_EQ(once.crops.pixels, again.crops.pixels);
  EXPECT_EQ(once.targets, again.targets);
  EXPECT_NE(once.crops.pixels, maker.batch(6).crops.pixels);
  Recipe other = small();
  other.seed = 2;
  EXPECT_NE(once.crops.pixels, CropMaker(fields, {}, other).batch(5).crops.pixels);
}

// 9 dark fields of one source, one light of another: half of all crops are light.
TEST(Crops, ComeFromTheSourcesEvenly) {
  std::vector<LabelledField> fields(9, field("dark", 200, {}, {60, 60, 60}));
  fields.push_back(field("light", 200, {}));
  const CropMaker maker(fields, {}, small());
  int light = 0;
  for (std::size_t step = 0; step < 5; ++step) {
    const CropBatch batch = maker.batch(step);
    for (std::size_t i = 0; i < 4; ++i) {
      light += batch.crops.pixels[i * 64 * 64 * 3] > 150 ? 1 : 0;
    }
  }
  EXPECT_EQ(light, 10);
}

// 64 px at 0.6 um, zoomed by at least 0.74, are more than 40 px: the rest doesn't count.
TEST(Crops, DoNotCountWhatHangsOverTheBorder) {
  const std::vector<LabelledField> fields = {field("a", 40, {{20, 20}})};
  const CropBatch batch = CropMaker(fields, {}, small()).batch(0);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto* const begin = &batch.weights[i * 32 * 32];
    const auto counted = std::count(begin, begin + 32 * 32, 1.0F);
    EXPECT_LT(counted, 32 * 32);
    EXPECT_GT(counted, 32 * 32 * 40 * 40 / (64 * 64) / 2);
    EXPECT_EQ(counted + std::count(begin, begin + 32 * 32, 0.0F), 32 * 32);
  }
}

TEST(Crops, NeedAField) {
  EXPECT_THROW(CropMaker({}, {}, small()), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::nuclei
