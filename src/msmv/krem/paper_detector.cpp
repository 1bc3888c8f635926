#include "msmv/krem/paper_detector.h"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <opencv2/imgproc.hpp>

namespace msmv::krem {
namespace {

constexpr double kMinAreaPx = 80;
constexpr double kMaxAreaToCircumference = 2.5;

// A closed contour's measures. Whole numbers, so that a turned contour, traced from another start,
// has exactly the same.
struct Contour {
  std::int64_t doubled_area = 0;  // signed
  std::int64_t sixfold_moment_x = 0, sixfold_moment_y = 0;
  std::int64_t straight_steps = 0, diagonal_steps = 0;

  double area() const { return static_cast<double>(std::abs(doubled_area)) / 2; }
  double circumference() const {
    return static_cast<double>(straight_steps) +
           std::numbers::sqrt2 * static_cast<double>(diagonal_steps);
  }
};

Contour measure(const std::vector<cv::Point>& border) {
  Contour contour;
  cv::Point from = border.back();
  for (const cv::Point& to : border) {
    const std::int64_t cross = std::int64_t{from.x} * to.y - std::int64_t{to.x} * from.y;
    contour.doubled_area += cross;
    contour.sixfold_moment_x += cross * (from.x + to.x);
    contour.sixfold_moment_y += cross * (from.y + to.y);
    const int axes_moved = (from.x != to.x ? 1 : 0) + (from.y != to.y ? 1 : 0);
    contour.straight_steps += axes_moved == 1 ? 1 : 0;
    contour.diagonal_steps += axes_moved == 2 ? 1 : 0;
    from = to;
  }
  return contour;
}

Point centre(const Contour& contour) {
  const auto along = [&](std::int64_t sixfold_moment) {
    return static_cast<double>(sixfold_moment) / (3 * static_cast<double>(contour.doubled_area)) +
           0.5;
  };
  return {along(contour.sixfold_moment_x), along(contour.sixfold_moment_y)};
}

}  // namespace

std::vector<Nucleus> detect_as_in_paper(const RgbImage& image) {
  cv::Mat gray;
  cv::cvtColor(image.pixels, gray, cv::COLOR_RGB2GRAY);
  const double brightest_nucleus = std::ceil(cv::mean(gray)[0]) - 1;
  cv::Mat darker;
  cv::threshold(gray, darker, brightest_nucleus, 255, cv::THRESH_BINARY_INV);

  std::vector<std::vector<cv::Point>> borders;
  std::vector<cv::Vec4i> hierarchy;
  cv::findContours(darker, borders, hierarchy, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);
  std::vector<Nucleus> nuclei;
  for (std::size_t i = 0; i < borders.size(); ++i) {
    const bool is_hole = hierarchy[i][3] >= 0;
    if (is_hole) {
      continue;
    }
    const Contour contour = measure(borders[i]);
    if (contour.area() > kMinAreaPx &&
        contour.area() < kMaxAreaToCircumference * contour.circumference()) {
      nuclei.push_back({centre(contour), contour.area()});
    }
  }
  return nuclei;
}

}  // namespace msmv::krem
