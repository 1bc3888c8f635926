#include "msmv/views/views.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/core.hpp>
#include <random>
#include <vector>

namespace msmv {
namespace {

std::vector<int> values_of(const cv::Mat& image) {
  const cv::Mat_<std::uint8_t> pixels = image;
  return {pixels.begin(), pixels.end()};
}

// A field of 3 x 2 whose pixels are numbered in reading order:
//   1 2 3
//   4 5 6
struct PictureCase {
  View view;
  int columns;
  std::vector<int> pixels;
};

TEST(Views, PixelsAreTurnedCounterClockwiseOrMirrored) {
  const cv::Mat field = (cv::Mat_<std::uint8_t>(2, 3) << 1, 2, 3, 4, 5, 6);
  const std::vector<PictureCase> cases = {
      {View::raw, 3, {1, 2, 3, 4, 5, 6}},    {View::rot90, 2, {3, 6, 2, 5, 1, 4}},
      {View::rot180, 3, {6, 5, 4, 3, 2, 1}}, {View::rot270, 2, {4, 1, 5, 2, 6, 3}},
      {View::flip_x, 3, {3, 2, 1, 6, 5, 4}}, {View::flip_y, 3, {4, 5, 6, 1, 2, 3}},
  };
  for (const auto& [view, columns, pixels] : cases) {
    const cv::Mat turned = views::turn(field, view);
    EXPECT_EQ(turned.cols, columns) << name(view);
    EXPECT_EQ(values_of(turned), pixels) << name(view);
  }
}

TEST(Views, TheInverseLeadsPixelsBack) {
  cv::Mat field(5, 7, CV_8UC1);
  cv::randu(field, 0, 255);
  for (const View view : kAllViews) {
    const cv::Mat back = views::turn(views::turn(field, view), views::inverse(view));
    EXPECT_EQ(values_of(back), values_of(field)) << name(view);
  }
}

TEST(Views, ARectangleHoldsTheSamePixelsInEveryView) {
  cv::Mat field(11, 17, CV_8UC1);
  cv::randu(field, 0, 255);
  const PixelExtent frame{field.cols, field.rows};
  const cv::Rect inside(3, 1, 6, 4);
  const PixelRect rect{inside.x, inside.y, inside.width, inside.height};
  for (const View view : kAllViews) {
    const PixelRect turned = views::turn(rect, frame, view);
    const cv::Rect in_view(static_cast<int>(turned.x), static_cast<int>(turned.y),
                           static_cast<int>(turned.width), static_cast<int>(turned.height));
    EXPECT_EQ(values_of(views::turn(field, view)(in_view).clone()),
              values_of(views::turn(field(inside), view)))
        << name(view);
    EXPECT_EQ(views::turn(turned, views::turned(frame, view), views::inverse(view)), rect)
        << name(view);
  }
}

TEST(Views, APlaceMovesWithItsPixel) {
  const PixelExtent frame{17, 11};
  for (const View view : kAllViews) {
    for (std::int64_t y = 0; y < frame.height; ++y) {
      for (std::int64_t x = 0; x < frame.width; ++x) {
        const PixelRect pixel = views::turn(PixelRect{x, y, 1, 1}, frame, view);
        const Point centre{static_cast<double>(x) + 0.5, static_cast<double>(y) + 0.5};
        const Point turned = views::turn(centre, frame, view);
        EXPECT_EQ(turned,
                  (Point{static_cast<double>(pixel.x) + 0.5, static_cast<double>(pixel.y) + 0.5}))
            << name(view);
        EXPECT_EQ(views::turn(turned, views::turned(frame, view), views::inverse(view)), centre)
            << name(view);
      }
    }
  }
}

TEST(Views, AQuarterTurnSwapsTheSides) {
  const PixelExtent frame{2048, 1536};
  for (const View view : kAllViews) {
    const bool is_quarter = view == View::rot90 || view == View::rot270;
    EXPECT_EQ(views::turned(frame, view), (is_quarter ? PixelExtent{1536, 2048} : frame));
  }
}

}  // namespace
}  // namespace msmv
