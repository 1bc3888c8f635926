#include "msmv/explain/field_map.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

#include "msmv/views/views.h"

namespace msmv::explain {
namespace {

const cv::Vec3f kFor(213, 94, 0), kAgainst(0, 90, 170);
constexpr float kMostOpaque = 0.85F;

// A window's map as the window lies in the field, over `place`.
cv::Mat turned_back(const ClassMap& map, View view, cv::Size place) {
  cv::Mat values(static_cast<int>(map.height), static_cast<int>(map.width), CV_32FC1);
  std::ranges::copy(map.values, values.begin<float>());
  cv::Mat out;
  cv::resize(views::turn(values, views::inverse(view)), out, place, 0, 0, cv::INTER_LINEAR);
  return out;
}

cv::Rect reduced(const PixelRect& window, cv::Size size) {
  const auto step = [](std::int64_t length) { return static_cast<int>(length / kFieldStep); };
  const cv::Rect rect(step(window.x), step(window.y), std::max(1, step(window.width)),
                      std::max(1, step(window.height)));
  return rect & cv::Rect({0, 0}, size);
}

bool is_hatched(int x, int y) {
  return (x + y) % 8 < 3;
}

}  // namespace

cv::Mat lay_over(PixelExtent field, std::span<const KeyRegion> regions,
                 std::span<const ScaleMaps> maps, std::size_t label) {
  const cv::Size size(static_cast<int>((field.width + kFieldStep - 1) / kFieldStep),
                      static_cast<int>((field.height + kFieldStep - 1) / kFieldStep));
  cv::Mat sum = cv::Mat::zeros(size, CV_32FC1), count = cv::Mat::zeros(size, CV_32FC1);
  for (std::size_t region = 0; region < maps.size(); ++region) {
    for (std::size_t scale = 0; scale < maps[region].size(); ++scale) {
      const cv::Rect place = reduced(regions[region].windows[scale], size);
      if (!place.empty()) {
        sum(place) += turned_back(maps[region][scale][label], regions[region].view, place.size());
        count(place) += 1;
      }
    }
  }
  cv::Mat out(size, CV_32FC1, std::numeric_limits<float>::quiet_NaN());
  cv::Mat mean;
  cv::divide(sum, count, mean);
  mean.copyTo(out, count > 0);
  return out;
}

FieldMaps lay_over(PixelExtent field, std::span<const KeyRegion> regions,
                   std::span<const ScaleMaps> maps) {
  FieldMaps all;
  const std::size_t classes = maps.empty() ? 0 : maps[0][0].size();
  for (std::size_t label = 0; label < classes; ++label) {
    all.of_class.push_back(lay_over(field, regions, maps, label));
    for (const float value : cv::Mat_<float>(all.of_class.back())) {
      all.top = std::isnan(value) ? all.top : std::max(all.top, std::abs(value));
    }
  }
  return all;
}

cv::Mat coloured(const cv::Mat& map, float top) {
  cv::Mat out(map.size(), CV_8UC4, cv::Scalar::all(0));
  for (int y = 0; y < map.rows; ++y) {
    for (int x = 0; x < map.cols; ++x) {
      const float value = map.at<float>(y, x);
      if (std::isnan(value) || top <= 0 || (value < 0 && !is_hatched(x, y))) {
        continue;
      }
      const cv::Vec3f& colour = value >= 0 ? kFor : kAgainst;
      const float opacity = kMostOpaque * std::min(1.0F, std::abs(value) / top);
      for (int channel = 0; channel < 3; ++channel) {
        out.at<cv::Vec4b>(y, x)[channel] = static_cast<std::uint8_t>(colour[channel]);
      }
      out.at<cv::Vec4b>(y, x)[3] = static_cast<std::uint8_t>(std::lround(255 * opacity));
    }
  }
  return out;
}

RgbImage draw_explanation(const Field& field, const cv::Mat& map, float top,
                          const std::string& caption) {
  const cv::Size size(field.image.pixels.cols / 2, field.image.pixels.rows / 2);
  cv::Mat gray, picture, colours;
  cv::resize(field.image.pixels, picture, size, 0, 0, cv::INTER_AREA);
  cv::cvtColor(picture, gray, cv::COLOR_RGB2GRAY);
  cv::cvtColor(gray, picture, cv::COLOR_GRAY2RGB);
  cv::resize(coloured(map, top), colours, size, 0, 0, cv::INTER_NEAREST);
  for (int y = 0; y < size.height; ++y) {
    for (int x = 0; x < size.width; ++x) {
      const cv::Vec4b& over = colours.at<cv::Vec4b>(y, x);
      cv::Vec3b& pixel = picture.at<cv::Vec3b>(y, x);
      for (int channel = 0; channel < 3; ++channel) {
        pixel[channel] = static_cast<std::uint8_t>(
            (pixel[channel] * (255 - over[3]) + over[channel] * over[3]) / 255);
      }
    }
  }
  const double unit = std::max(0.4, size.width / 1024.0);
  cv::Mat strip(static_cast<int>(36 * unit), size.width, CV_8UC3, cv::Scalar(34, 34, 34));
  cv::putText(strip, caption + "  vermilion: for, hatched blue: against",
              {static_cast<int>(12 * unit), static_cast<int>(24 * unit)}, cv::FONT_HERSHEY_SIMPLEX,
              0.55 * unit, cv::Scalar::all(255), 1, cv::LINE_AA);
  cv::vconcat(picture, strip, picture);
  return {picture};
}

}  // namespace msmv::explain
