#include "msmv/phantom/slide.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "temporary_folder.h"

namespace msmv::phantom {
namespace {

SlideConfig small() {
  return {.width_px = 1200, .height_px = 900, .um_per_px = 0.5, .islands = 3};
}

TEST(DrawSlide, IsTheSameForTheSameSeed) {
  const PhantomSlide one = draw_slide(4, small()), again = draw_slide(4, small());
  EXPECT_EQ(cv::norm(one.image.pixels, again.image.pixels, cv::NORM_INF), 0);
  EXPECT_GT(cv::norm(one.image.pixels, draw_slide(5, small()).image.pixels, cv::NORM_INF), 0);
}

TEST(DrawSlide, HasTissueInsideItsIslandsAndGlassOutside) {
  const PhantomSlide slide = draw_slide(4, small());
  ASSERT_EQ(slide.islands.size(), 3U);
  EXPECT_EQ(slide.islands[1].arrangement, Arrangement::benign);
  for (const Island& island : slide.islands) {
    const cv::Rect middle(static_cast<int>(island.centre_x - island.half_width / 2),
                          static_cast<int>(island.centre_y - island.half_height / 2),
                          static_cast<int>(island.half_width),
                          static_cast<int>(island.half_height));
    EXPECT_LT(cv::mean(slide.image.pixels(middle))[1], 225);
    const int above = static_cast<int>(island.centre_y - island.half_height) - 3;
    const auto place = slide.image.pixels.at<cv::Vec3b>(above, static_cast<int>(island.centre_x));
    EXPECT_GE(place[1], 242);
  }
  ASSERT_EQ(slide.marks.size(), 4U);
  const PenMark& blue = slide.marks[0];
  const auto ink =
      slide.image.pixels.at<cv::Vec3b>(static_cast<int>((blue.from_y + blue.to_y) / 2),
                                       static_cast<int>((blue.from_x + blue.to_x) / 2));
  EXPECT_EQ(ink, cv::Vec3b(40, 70, 170));
}

TEST(DrawTruth, IsWhatIsStainedInTheIslands) {
  const PhantomSlide slide = draw_slide(11, small());
  const cv::Mat truth = draw_truth(slide);
  ASSERT_EQ(truth.size(), slide.image.pixels.size());
  cv::Mat islands = cv::Mat::zeros(truth.size(), CV_8UC1);
  for (const Island& island : slide.islands) {
    cv::ellipse(islands, cv::Point(cv::Point2d(island.centre_x, island.centre_y)),
                cv::Size(cv::Size2d(island.half_width + 2, island.half_height + 2)), 0, 0, 360, 255,
                cv::FILLED);
  }
  EXPECT_EQ(cv::countNonZero(truth & ~islands), 0);
  // Stain takes green out of the light, which glass, fat and empty lumina let through.
  cv::Mat green;
  cv::extractChannel(slide.image.pixels, green, 1);
  EXPECT_LT(cv::mean(green, truth)[0], 200);
  EXPECT_GT(cv::mean(green, islands & ~truth)[0], 220);
  const double share = cv::countNonZero(truth) / static_cast<double>(cv::countNonZero(islands));
  EXPECT_GT(share, 0.5);
  EXPECT_LT(share, 0.95);
}

TEST(DrawSlide, RefusesSidesAndCountsOutOfRange) {
  EXPECT_THROW(draw_slide(1, {.width_px = 100}), std::invalid_argument);
  EXPECT_THROW(draw_slide(1, {.islands = 0}), std::invalid_argument);
  EXPECT_THROW(draw_slide(1, {.width_px = 512, .height_px = 512, .islands = 64}),
               std::invalid_argument);
}

TEST(WriteSlide, IsTheSameFileForTheSameSlide) {
  const testing::TemporaryFolder folder;
  const PhantomSlide slide = draw_slide(4, small());
  write_slide(folder / "a.tif", slide);
  write_slide(folder / "b.tif", slide);
  EXPECT_EQ(testing::read_file(folder / "a.tif"), testing::read_file(folder / "b.tif"));
}

}  // namespace
}  // namespace msmv::phantom
