#include "msmv/krem/hematoxylin_detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace msmv::krem {
namespace {

// All lengths below are in pixels of this size.
constexpr double kUmPerPx = 0.84;
constexpr std::array kRadii = {3, 4, 5};
constexpr double kEdgeBlur = 0.5, kVoteBlur = 1.75;
// An edge of this many standard deviations of the image's hematoxylin per pixel has a full vote,
// weaker ones a part of it, and those below a share of it none.
constexpr double kFullEdge = 0.6, kLeastShare = 0.15;
// Edges below this optical density per pixel are noise, however pale the image.
constexpr double kNoiseEdge = 0.02;
constexpr float kLeastVotes = 0.238F;  // of a closed rim's at all radii
constexpr int kPeakRadius = 2;
constexpr double kLargestRadius_um = 8;
constexpr int kPlateau = 30;  // larger flat maxima are background

// Optical density of red, which hematoxylin absorbs and eosin does not, less half of blue's, which
// takes pigment and the blue cast of a background out.
cv::Mat hematoxylin_edges_channel(const cv::Mat& rgb) {
  cv::Mat od(1, 256, CV_32F);
  for (int i = 0; i < 256; ++i) {
    od.at<float>(i) = -std::log((static_cast<float>(i) + 1) / 256);
  }
  cv::Mat density, channel;
  cv::LUT(rgb, od, density);
  cv::transform(density, channel, cv::Matx13f(1, 0, -0.5F));
  return channel;
}

cv::Mat votes_for_centres(const cv::Mat& channel, double full_edge) {
  cv::Mat smooth, dx, dy;
  cv::GaussianBlur(channel, smooth, {}, kEdgeBlur);
  cv::Sobel(smooth, dx, CV_32F, 1, 0, 3, 1.0 / 8);
  cv::Sobel(smooth, dy, CV_32F, 0, 1, 3, 1.0 / 8);
  cv::Mat votes = cv::Mat::zeros(channel.size(), CV_32F);
  const auto full = static_cast<float>(full_edge);
  const auto least = static_cast<float>(full_edge * kLeastShare);
  for (int y = 0; y < channel.rows; ++y) {
    const float* row_dx = dx.ptr<float>(y);
    const float* row_dy = dy.ptr<float>(y);
    for (int x = 0; x < channel.cols; ++x) {
      const float squared = row_dx[x] * row_dx[x] + row_dy[x] * row_dy[x];
      if (squared <= least * least) {
        continue;
      }
      const float edge = std::sqrt(squared);
      const float weight = std::min(edge, full) / full;
      for (const int radius : kRadii) {
        const float step = static_cast<float>(radius) / edge;
        const int to_x = cvRound(static_cast<float>(x) + row_dx[x] * step);
        const int to_y = cvRound(static_cast<float>(y) + row_dy[x] * step);
        if (to_x >= 0 && to_y >= 0 && to_x < votes.cols && to_y < votes.rows) {
          votes.at<float>(to_y, to_x) += weight;
        }
      }
    }
  }
  cv::GaussianBlur(votes, votes, {}, kVoteBlur);
  return votes;
}

// Where between its neighbours a maximum lies, by the parabola through the three.
double vertex(float before, float at, float after) {
  const double curvature = before - 2.0 * at + after;
  return std::abs(curvature) < 1e-12 ? 0
                                     : std::clamp(0.5 * (before - after) / curvature, -0.5, 0.5);
}

std::vector<cv::Point2d> peaks_of(const cv::Mat& votes) {
  float whole = 0;  // votes of a full rim at every radius
  for (const int radius : kRadii) {
    whole += static_cast<float>(radius);
  }
  cv::Mat highest;
  cv::dilate(
      votes, highest,
      cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * kPeakRadius + 1, 2 * kPeakRadius + 1}));
  const cv::Mat is_peak = (votes >= highest) & (votes >= kLeastVotes * whole);
  cv::Mat labels, measures, centres;
  const int count = cv::connectedComponentsWithStats(is_peak, labels, measures, centres);
  std::vector<cv::Point2d> peaks;
  for (int i = 1; i < count; ++i) {
    if (measures.at<int>(i, cv::CC_STAT_AREA) >= kPlateau) {
      continue;
    }
    const int x = cvRound(centres.at<double>(i, 0)), y = cvRound(centres.at<double>(i, 1));
    cv::Point2d peak(x + 0.5, y + 0.5);
    if (x > 0 && y > 0 && x + 1 < votes.cols && y + 1 < votes.rows) {
      const auto at = [&](int dx, int dy) { return votes.at<float>(y + dy, x + dx); };
      peak += {vertex(at(-1, 0), at(0, 0), at(1, 0)), vertex(at(0, -1), at(0, 0), at(0, 1))};
    }
    peaks.push_back(peak);
  }
  return peaks;
}

// The stained pixels that lie nearest to each peak, counted.
std::vector<double> areas_of(const std::vector<cv::Point2d>& peaks, const cv::Mat& channel) {
  cv::Mat coarse, seeds(channel.size(), CV_8U, cv::Scalar(255)), distance, nearest;
  cv::Mat smooth;
  cv::GaussianBlur(channel, smooth, {}, 1);
  double largest = 0;
  cv::minMaxLoc(smooth, nullptr, &largest);
  smooth.convertTo(coarse, CV_8U, largest > 0 ? 255 / largest : 0);
  cv::threshold(coarse, coarse, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  const auto pixel_of = [&](const cv::Point2d& peak) {
    return cv::Point(std::min(static_cast<int>(peak.x), channel.cols - 1),
                     std::min(static_cast<int>(peak.y), channel.rows - 1));
  };
  for (const cv::Point2d& peak : peaks) {
    seeds.at<std::uint8_t>(pixel_of(peak)) = 0;
  }
  std::vector<double> areas(peaks.size(), 0);
  if (peaks.empty()) {
    return areas;
  }
  cv::distanceTransform(seeds, distance, nearest, cv::DIST_L2, cv::DIST_MASK_5,
                        cv::DIST_LABEL_PIXEL);
  std::vector<double> counts(peaks.size() + 2, 0);
  for (int y = 0; y < channel.rows; ++y) {
    for (int x = 0; x < channel.cols; ++x) {
      if (coarse.at<std::uint8_t>(y, x) != 0 &&
          distance.at<float>(y, x) * kUmPerPx < kLargestRadius_um) {
        counts.at(static_cast<std::size_t>(nearest.at<int>(y, x))) += 1;
      }
    }
  }
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    areas[i] = counts[static_cast<std::size_t>(nearest.at<int>(pixel_of(peaks[i])))];
  }
  return areas;
}

}  // namespace

std::vector<Nucleus> detect_by_hematoxylin(const RgbImage& image, double um_per_px) {
  const cv::Size size(
      std::max(1, static_cast<int>(std::ceil(image.pixels.cols * um_per_px / kUmPerPx - 1e-9))),
      std::max(1, static_cast<int>(std::ceil(image.pixels.rows * um_per_px / kUmPerPx - 1e-9))));
  cv::Mat reduced;
  cv::resize(image.pixels, reduced, size, 0, 0, cv::INTER_AREA);
  const cv::Mat channel = hematoxylin_edges_channel(reduced);
  cv::Scalar mean, deviation;
  cv::meanStdDev(channel, mean, deviation);
  const double full_edge = std::max(kFullEdge * deviation[0], kNoiseEdge);
  const auto peaks = peaks_of(votes_for_centres(channel, full_edge));
  const auto areas = areas_of(peaks, channel);
  const double scale_x = static_cast<double>(image.pixels.cols) / size.width;
  const double scale_y = static_cast<double>(image.pixels.rows) / size.height;
  std::vector<Nucleus> nuclei;
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    nuclei.push_back({{peaks[i].x * scale_x, peaks[i].y * scale_y}, areas[i] * scale_x * scale_y});
  }
  return nuclei;
}

}  // namespace msmv::krem
