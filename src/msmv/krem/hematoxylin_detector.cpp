#include "msmv/krem/hematoxylin_detector.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>

// Radial voting (Loy and Zelinsky, IEEE PAMI 25, 2003) on a hematoxylin channel at 0.84 um per
// pixel. Every quantity that is summed is a whole number, and every rounding treats both ends of
// an axis alike, so that the nuclei of a turned image are exactly the turned nuclei
// (tests/krem/hematoxylin_detector_test.cpp). Cost: linear in the pixels; bench/krem_bench.cpp.

namespace msmv::krem {
namespace {

constexpr double kUmPerPx = 0.84;  // all lengths below are in pixels of this size
constexpr std::array kRadii = {3, 4, 5};
constexpr int kMargin = 6;
// An edge of this many standard deviations of the image's hematoxylin per pixel has a full vote,
// weaker ones a part of it, and those below a share of it none.
constexpr float kFullEdge = 0.8F, kLeastShare = 0.15F;
// Edges below this optical density per pixel are noise, however pale the image.
constexpr float kNoiseEdge = 0.02F;
constexpr double kLeastVotes = 0.195;  // of the votes of a closed rim at all radii
constexpr int kPlateau = 30;           // larger flat maxima are background
constexpr float kFullVote = 32;
constexpr double kUnitsPerOd = 100;
// A Gaussian of 1.7 pixels in whole numbers: sums of votes stay exact in 32-bit floats.
constexpr std::array<float, 9> kVoteBlur = {1, 3, 8, 12, 15, 12, 8, 3, 1};

// To 0.84 um; by at most 2x a step, each of which rounds the same way from either end.
cv::Mat reduced(const cv::Mat& rgb, double um_per_px) {
  const auto side = [&](int px) {
    return std::max(1, static_cast<int>(std::ceil(px * um_per_px / kUmPerPx - 1e-9)));
  };
  const cv::Size size(side(rgb.cols), side(rgb.rows));
  cv::Mat image = rgb;
  while (image.size() != size) {
    const cv::Size next(std::max(size.width, (image.cols + 1) / 2),
                        std::max(size.height, (image.rows + 1) / 2));
    const bool is_half = image.cols == 2 * next.width && image.rows == 2 * next.height;
    cv::Mat smaller;
    cv::resize(image, smaller, next, 0, 0, is_half ? cv::INTER_AREA : cv::INTER_LINEAR_EXACT);
    image = smaller;
  }
  return image;
}

// Optical density of red, which hematoxylin absorbs and eosin does not, less half of blue's, which
// takes pigment and blood out.
cv::Mat hematoxylin_of(const cv::Mat& rgb) {
  std::array<std::int16_t, 256> red{}, half_blue{};
  for (std::size_t i = 0; i < red.size(); ++i) {
    const double density = -std::log((static_cast<double>(i) + 1) / 256) * kUnitsPerOd;
    red[i] = static_cast<std::int16_t>(std::lround(density));
    half_blue[i] = static_cast<std::int16_t>(std::lround(density / 2));
  }
  cv::Mat channel(rgb.size(), CV_16S);
  for (int y = 0; y < rgb.rows; ++y) {
    const std::uint8_t* pixel = rgb.ptr(y);
    auto* out = channel.ptr<std::int16_t>(y);
    for (int x = 0; x < rgb.cols; ++x, pixel += 3) {
      out[x] = static_cast<std::int16_t>(red[pixel[0]] - half_blue[pixel[2]]);
    }
  }
  return channel;
}

// Half away from zero: the same distance for either sign.
int rounded(float value) {
  return static_cast<int>(value + std::copysign(0.5F, value));
}

// The votes of one row of edges: their weight, and where in the map they go, as an offset for each
// radius.
struct RowOfVotes {
  std::vector<std::uint16_t> weight;
  std::array<std::vector<std::int32_t>, kRadii.size()> offset;

  explicit RowOfVotes(int columns) : weight(static_cast<std::size_t>(columns)) {
    offset.fill(std::vector<std::int32_t>(weight.size()));
  }
};

// Sobel's sums are 8 times the slope of the channel, which counts in hundredths of density.
void aim(const std::int16_t* dx, const std::int16_t* dy, float full_edge, std::int32_t stride,
         RowOfVotes& votes) {
  const std::size_t columns = votes.weight.size();
  const float least = full_edge * kLeastShare;
  for (std::size_t x = 0; x < columns; ++x) {
    const std::int32_t squared = dx[x] * dx[x] + dy[x] * dy[x];
    const float edge = std::sqrt(static_cast<float>(squared));
    const float share = std::min(edge / full_edge, 1.0F);
    votes.weight[x] = static_cast<std::uint16_t>(edge > least ? rounded(share * kFullVote) : 0);
    const float inverse = 1 / std::max(edge, 1.0F);
    for (std::size_t i = 0; i < kRadii.size(); ++i) {
      const float reach = static_cast<float>(kRadii[i]) * inverse;
      votes.offset[i][x] = rounded(static_cast<float>(dy[x]) * reach) * stride +
                           rounded(static_cast<float>(dx[x]) * reach);
    }
  }
}

cv::Mat votes_for_centres(const cv::Mat& channel, float full_edge) {
  cv::Mat dx, dy;
  cv::Sobel(channel, dx, CV_16S, 1, 0);
  cv::Sobel(channel, dy, CV_16S, 0, 1);
  cv::Mat votes = cv::Mat::zeros(channel.rows + 2 * kMargin, channel.cols + 2 * kMargin, CV_16U);
  const auto stride = static_cast<std::int32_t>(votes.step1());
  RowOfVotes row(channel.cols);
  for (int y = 0; y < channel.rows; ++y) {
    aim(dx.ptr<std::int16_t>(y), dy.ptr<std::int16_t>(y), full_edge, stride, row);
    auto* from = votes.ptr<std::uint16_t>(y + kMargin) + kMargin;
    for (std::size_t x = 0; x < row.weight.size(); ++x) {
      if (const std::uint16_t weight = row.weight[x]; weight != 0) {
        for (const auto& offsets : row.offset) {
          from[static_cast<std::ptrdiff_t>(x) + offsets[x]] += weight;
        }
      }
    }
  }
  const cv::Mat kernel(1, static_cast<int>(kVoteBlur.size()), CV_32F,
                       const_cast<float*>(kVoteBlur.data()));
  cv::Mat smooth;
  cv::sepFilter2D(votes(cv::Rect(kMargin, kMargin, channel.cols, channel.rows)).clone(), smooth,
                  CV_32F, kernel, kernel, {-1, -1}, 0, cv::BORDER_REFLECT_101);
  return smooth;
}

// A closed rim at each radius would give its centre these votes: a full one of each of its pixels,
// one a pixel of the radius, smoothed.
double votes_of_a_rim() {
  double blur = 0, rim = 0;
  for (const float weight : kVoteBlur) {
    blur += weight;
  }
  for (const int radius : kRadii) {
    rim += radius;
  }
  return rim * kFullVote * blur * blur;
}

// Where between its neighbours a maximum lies, by the parabola through the three.
double vertex(double before, double at, double after) {
  const double curvature = before - 2 * at + after;
  return curvature == 0 ? 0 : std::clamp(0.5 * (before - after) / curvature, -0.5, 0.5);
}

// Maxima of the votes, from the centre of the map: mirrored maps have exactly negated places.
std::vector<Point> peaks_of(const cv::Mat& votes) {
  cv::Mat highest;
  cv::dilate(votes, highest, {});
  const cv::Mat is_peak = (votes >= highest) & (votes >= kLeastVotes * votes_of_a_rim());
  cv::Mat labels, measures, centres;
  const int count = cv::connectedComponentsWithStats(is_peak, labels, measures, centres);
  std::vector<Point> peaks;
  for (int i = 1; i < count; ++i) {
    const int* box = measures.ptr<int>(i);
    const int x = box[cv::CC_STAT_LEFT], y = box[cv::CC_STAT_TOP];
    Point peak{centres.at<double>(i, 0) + 0.5 - votes.cols / 2.0,
               centres.at<double>(i, 1) + 0.5 - votes.rows / 2.0};
    const int area = box[cv::CC_STAT_AREA];
    if (area == 1 && x > 0 && y > 0 && x + 1 < votes.cols && y + 1 < votes.rows) {
      const auto at = [&](int dx, int dy) {
        return static_cast<double>(votes.at<float>(y + dy, x + dx));
      };
      peak.x += vertex(at(-1, 0), at(0, 0), at(1, 0));
      peak.y += vertex(at(0, -1), at(0, 0), at(0, 1));
    }
    if (area < kPlateau) {
      peaks.push_back(peak);
    }
  }
  return peaks;
}

// The channel between its pixels, at a place seen from the image's centre.
float sample(const cv::Mat& channel, double x, double y) {
  const double px = std::clamp(x + channel.cols / 2.0 - 0.5, 0.0, channel.cols - 1.0);
  const double py = std::clamp(y + channel.rows / 2.0 - 0.5, 0.0, channel.rows - 1.0);
  const int left = std::min(static_cast<int>(px), std::max(channel.cols - 2, 0));
  const int top = std::min(static_cast<int>(py), std::max(channel.rows - 2, 0));
  const auto fx = static_cast<float>(px - left), fy = static_cast<float>(py - top);
  const auto* upper = channel.ptr<std::int16_t>(top) + left;
  const auto* lower = channel.ptr<std::int16_t>(std::min(top + 1, channel.rows - 1)) + left;
  const int right = std::min(1, channel.cols - 1 - left);
  const float above =
      static_cast<float>(upper[0]) * (1 - fx) + static_cast<float>(upper[right]) * fx;
  const float below =
      static_cast<float>(lower[0]) * (1 - fx) + static_cast<float>(lower[right]) * fx;
  return above * (1 - fy) + below * fy;
}

// Along each of 16 rays the rim is where hematoxylin drops most.
double area_of(const Point& centre, const cv::Mat& channel) {
  constexpr int kRays = 16, kFirst = 2, kLast = 9, kPlaces = kLast + 2;
  double sum_of_squares = 0;
  for (int ray = 0; ray < kRays; ++ray) {
    const double angle = 2 * CV_PI * ray / kRays;
    const double ux = std::cos(angle), uy = std::sin(angle);
    std::array<float, kPlaces> along{};
    for (int r = kFirst - 1; r < kPlaces; ++r) {
      along.at(static_cast<std::size_t>(r)) = sample(channel, centre.x + ux * r, centre.y + uy * r);
    }
    int rim = kFirst;
    float steepest = along[kFirst - 1] - along[kFirst + 1];
    for (std::size_t r = kFirst + 1; r <= kLast; ++r) {
      if (const float drop = along.at(r - 1) - along.at(r + 1); drop > steepest) {
        steepest = drop;
        rim = static_cast<int>(r);
      }
    }
    sum_of_squares += rim * rim;
  }
  return CV_PI * sum_of_squares / kRays;
}

// From a place seen from the centre of a map to pixels of the image; in whole 1/256 of a pixel, so
// that mirroring is exact.
double place(double from_centre, double scale, int side) {
  return side / 2.0 + std::nearbyint(from_centre * scale * 256) / 256;
}

}  // namespace

std::vector<Nucleus> detect_by_hematoxylin(const RgbImage& image, double um_per_px,
                                           const Recolour& recolour) {
  const cv::Mat small = recolour({reduced(image.pixels, um_per_px)}).pixels;
  const cv::Mat channel = hematoxylin_of(small);
  cv::Scalar mean, deviation;
  cv::meanStdDev(channel, mean, deviation);
  constexpr float kSobelGain = 8;
  const float full_edge = kSobelGain * std::max(kFullEdge * static_cast<float>(deviation[0]),
                                                kNoiseEdge * static_cast<float>(kUnitsPerOd));
  const double scale_x = static_cast<double>(image.pixels.cols) / small.cols;
  const double scale_y = static_cast<double>(image.pixels.rows) / small.rows;
  std::vector<Nucleus> nuclei;
  for (const Point& peak : peaks_of(votes_for_centres(channel, full_edge))) {
    nuclei.push_back(
        {{place(peak.x, scale_x, image.pixels.cols), place(peak.y, scale_y, image.pixels.rows)},
         area_of(peak, channel) * scale_x * scale_y});
  }
  return nuclei;
}

void measure_areas(const RgbImage& image, double um_per_px, std::vector<Nucleus>& nuclei) {
  const cv::Mat small = reduced(image.pixels, um_per_px);
  const cv::Mat channel = hematoxylin_of(small);
  const double scale_x = static_cast<double>(image.pixels.cols) / small.cols;
  const double scale_y = static_cast<double>(image.pixels.rows) / small.rows;
  for (Nucleus& nucleus : nuclei) {
    const Point from_middle{(nucleus.centre.x - image.pixels.cols / 2.0) / scale_x,
                            (nucleus.centre.y - image.pixels.rows / 2.0) / scale_y};
    nucleus.area_px = area_of(from_middle, channel) * scale_x * scale_y;
  }
}

}  // namespace msmv::krem
