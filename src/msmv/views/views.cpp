#include "msmv/views/views.h"

#include <opencv2/core.hpp>
#include <stdexcept>

namespace msmv::views {

View inverse(View view) {
  switch (view) {
    case View::rot90:
      return View::rot270;
    case View::rot270:
      return View::rot90;
    default:
      return view;
  }
}

PixelExtent turned(PixelExtent frame, View view) {
  const bool is_quarter = view == View::rot90 || view == View::rot270;
  return is_quarter ? PixelExtent{frame.height, frame.width} : frame;
}

Point turn(Point place, PixelExtent frame, View view) {
  const auto [x, y] = place;
  const auto width = static_cast<double>(frame.width);
  const auto height = static_cast<double>(frame.height);
  switch (view) {
    case View::raw:
      return place;
    case View::rot90:
      return {y, width - x};
    case View::rot180:
      return {width - x, height - y};
    case View::rot270:
      return {height - y, x};
    case View::flip_x:
      return {width - x, y};
    case View::flip_y:
      return {x, height - y};
  }
  throw std::invalid_argument("views::turn: got no view");
}

PixelRect turn(const PixelRect& rect, PixelExtent frame, View view) {
  const std::int64_t from_right = frame.width - rect.x - rect.width;
  const std::int64_t from_bottom = frame.height - rect.y - rect.height;
  switch (view) {
    case View::raw:
      return rect;
    case View::rot90:
      return {rect.y, from_right, rect.height, rect.width};
    case View::rot180:
      return {from_right, from_bottom, rect.width, rect.height};
    case View::rot270:
      return {from_bottom, rect.x, rect.height, rect.width};
    case View::flip_x:
      return {from_right, rect.y, rect.width, rect.height};
    case View::flip_y:
      return {rect.x, from_bottom, rect.width, rect.height};
  }
  throw std::invalid_argument("views::turn: got no view");
}

cv::Mat turn(const cv::Mat& image, View view) {
  constexpr int kLeftRight = 1;
  constexpr int kTopBottom = 0;
  cv::Mat out;
  switch (view) {
    case View::raw:
      return image;
    case View::rot90:
      cv::rotate(image, out, cv::ROTATE_90_COUNTERCLOCKWISE);
      return out;
    case View::rot180:
      cv::rotate(image, out, cv::ROTATE_180);
      return out;
    case View::rot270:
      cv::rotate(image, out, cv::ROTATE_90_CLOCKWISE);
      return out;
    case View::flip_x:
      cv::flip(image, out, kLeftRight);
      return out;
    case View::flip_y:
      cv::flip(image, out, kTopBottom);
      return out;
  }
  throw std::invalid_argument("views::turn: got no view");
}

}  // namespace msmv::views
