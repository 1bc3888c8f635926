#include "msmv/patches/cut.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "msmv/views/views.h"

namespace msmv {
namespace {

RgbImage noise(int width, int height) {
  RgbImage image{cv::Mat(height, width, CV_8UC3)};
  cv::theRNG().state = 7;
  cv::randu(image.pixels, cv::Scalar::all(0), cv::Scalar::all(256));
  return image;
}

KeyRegion region(View view, const std::vector<PixelRect>& windows) {
  return {view, windows, std::vector<int>(windows.size())};
}

cv::Mat patch(const PatchBatch& batch, std::size_t number) {
  const int side = static_cast<int>(batch.side_px);
  cv::Mat out(side, side, CV_8UC3);
  std::copy_n(batch.pixels.data() + number * batch.bytes_per_patch(), batch.bytes_per_patch(),
              out.data);
  return out;
}

int largest_difference(const cv::Mat& a, const cv::Mat& b) {
  return static_cast<int>(cv::norm(a, b, cv::NORM_INF));
}

TEST(Cut, AWindowOfThePatchsSideIsCopied) {
  const RgbImage field = noise(40, 30);
  const auto batch =
      patches::cut(field, std::vector{region(View::raw, {{5, 7, 16, 16}})}, {.side_px = 16});
  EXPECT_EQ(largest_difference(patch(batch, 0), field.pixels(cv::Rect(5, 7, 16, 16))), 0);
}

// Left half black, right half white: so is the patch, whatever its window's sides.
TEST(Cut, ARectangleBecomesASquarePatch) {
  RgbImage field{cv::Mat(48, 128, CV_8UC3, cv::Scalar::all(0))};
  field.pixels.colRange(64, 128).setTo(cv::Scalar::all(255));
  const std::vector regions = {region(View::raw, {{0, 0, 128, 48}}),
                               region(View::rot90, {{0, 0, 128, 48}})};
  const auto batch = patches::cut(field, regions, {.side_px = 16});
  const cv::Mat raw = patch(batch, 0);
  EXPECT_EQ(largest_difference(raw.colRange(0, 8), cv::Mat(16, 8, CV_8UC3, cv::Scalar::all(0))), 0);
  EXPECT_EQ(largest_difference(raw.colRange(8, 16), cv::Mat(16, 8, CV_8UC3, cv::Scalar::all(255))),
            0);
  EXPECT_EQ(largest_difference(patch(batch, 1), views::turn(raw, View::rot90)), 0);
}

TEST(Cut, SamplesComeFirstThenScales) {
  RgbImage field{cv::Mat(64, 64, CV_8UC3, cv::Scalar(0, 0, 0))};
  field.pixels(cv::Rect(0, 0, 32, 32)).setTo(cv::Scalar(10, 20, 30));
  field.pixels(cv::Rect(32, 32, 32, 32)).setTo(cv::Scalar(40, 50, 60));
  const std::vector regions = {region(View::raw, {{0, 0, 32, 32}, {40, 40, 16, 16}}),
                               region(View::flip_x, {{32, 32, 32, 32}, {8, 8, 16, 16}})};
  const auto batch = patches::cut(field, regions, {.side_px = 16});

  ASSERT_EQ(batch.samples, 2U);
  ASSERT_EQ(batch.scales, 2U);
  ASSERT_EQ(batch.pixels.size(), 4U * 16 * 16 * 3);
  EXPECT_EQ(patch(batch, 0).at<cv::Vec3b>(3, 3), cv::Vec3b(10, 20, 30));
  EXPECT_EQ(patch(batch, 1).at<cv::Vec3b>(3, 3), cv::Vec3b(40, 50, 60));
  EXPECT_EQ(patch(batch, 2).at<cv::Vec3b>(3, 3), cv::Vec3b(40, 50, 60));
  EXPECT_EQ(patch(batch, 3).at<cv::Vec3b>(3, 3), cv::Vec3b(10, 20, 30));
}

TEST(Cut, APatchIsTheSameAsOneCutFromTheTurnedField) {
  const RgbImage field = noise(211, 190);
  const PixelExtent extent{211, 190};
  for (const bool antialias : {false, true}) {
    const patches::Config config{.side_px = 20, .antialias = antialias};
    for (const View view : kAllViews) {
      for (const std::int64_t side : {181, 90, 41, 20}) {
        const PixelRect window{7, 3, side, side};
        const auto of_field = patches::cut(field, std::vector{region(view, {window})}, config);
        const RgbImage turned{views::turn(field.pixels, view)};
        const auto of_view = patches::cut(
            turned, std::vector{region(View::raw, {views::turn(window, extent, view)})}, config);
        EXPECT_EQ(of_field.pixels, of_view.pixels) << name(view) << ' ' << side;
      }
    }
  }
}

// Stripes of one pixel in a window four times the patch: all of them gray when every pixel counts,
// while one bilinear step reads two neighbours of each four.
// The whole field beside a window, in two views: the window is turned, the field is not.
TEST(Cut, AnUprightContextIsTheSameForEachRegion) {
  const RgbImage field = noise(96, 64);
  std::vector<KeyRegion> regions;
  for (const View view : {View::rot90, View::flip_x}) {
    regions.push_back(region(view, {{0, 0, 96, 64}, {8, 8, 32, 32}}));
    regions.back().has_upright_context = true;
  }
  const auto batch = patches::cut(field, regions, {.side_px = 16});
  const auto plain = patches::cut(
      field, std::vector{region(View::raw, {{0, 0, 96, 64}, {8, 8, 32, 32}})}, {.side_px = 16});
  for (const std::size_t sample : {0U, 1U}) {
    EXPECT_EQ(largest_difference(patch(batch, 2 * sample), patch(plain, 0)), 0);
    EXPECT_EQ(largest_difference(patch(batch, 2 * sample + 1),
                                 views::turn(patch(plain, 1), regions[sample].view)),
              0);
  }
  EXPECT_GT(largest_difference(patch(batch, 1), patch(plain, 1)), 0);
}

TEST(Cut, AntialiasingSkipsNoPixel) {
  RgbImage field{cv::Mat(64, 64, CV_8UC3, cv::Scalar::all(0))};
  for (int x = 0; x < 64; x += 4) {
    field.pixels.col(x).setTo(cv::Scalar::all(200));
  }
  const std::vector regions = {region(View::raw, {{0, 0, 64, 64}})};
  const auto kept = patches::cut(field, regions, {.side_px = 16, .antialias = true});
  const auto lost = patches::cut(field, regions, {.side_px = 16, .antialias = false});
  EXPECT_EQ(largest_difference(patch(kept, 0), cv::Mat(16, 16, CV_8UC3, cv::Scalar::all(50))), 0);
  EXPECT_EQ(largest_difference(patch(lost, 0), cv::Mat(16, 16, CV_8UC3, cv::Scalar::all(0))), 0);
}

TEST(Cut, WithoutRegionsTheBatchIsEmpty) {
  const auto batch = patches::cut(noise(8, 8), {}, {});
  EXPECT_EQ(batch.samples, 0U);
  EXPECT_TRUE(batch.pixels.empty());
}

TEST(Cut, RefusesWindowsOutsideTheFieldAndMixedScales) {
  const RgbImage field = noise(32, 32);
  const auto cut = [&](const std::vector<KeyRegion>& regions) {
    return patches::cut(field, regions, {.side_px = 8});
  };
  EXPECT_THROW(cut({region(View::raw, {{20, 0, 16, 16}})}), std::invalid_argument);
  EXPECT_THROW(cut({region(View::raw, {{-1, 0, 16, 16}})}), std::invalid_argument);
  EXPECT_THROW(cut({region(View::raw, {{0, 0, 16, 0}})}), std::invalid_argument);
  EXPECT_THROW(
      cut({region(View::raw, {{0, 0, 16, 16}}), region(View::raw, {{0, 0, 16, 16}, {0, 0, 8, 8}})}),
      std::invalid_argument);
}

}  // namespace
}  // namespace msmv
