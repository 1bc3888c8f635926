#include "msmv/stain/macenko.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/core.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "msmv/stain/sample.h"

// The densities of stained pixels lie near a plane spanned by the two stains. The plane comes from
// the two largest principal components; the stains are its extreme directions, the 1st and 99th
// percentile of the pixels' angles in it. With the numbers of histolab (Apache-2.0), whose results
// tests/stain/normalize_test.cpp compares with: clear glass is level 240, a pixel is stained when
// each of its densities is at least 0.15, and a third direction keeps what neither stain explains.

namespace msmv::stain {
namespace {

constexpr double kExtremePercent = 1;
constexpr double kStrongPercent = 99;
constexpr double kMinDensity = 0.15;
constexpr double kMinMeanDensity = 0.25;  // where only the mean can decide
constexpr double kHiddenShare = 0.25;
constexpr double kMinStainedShare = 0.001;
constexpr std::size_t kMinStainedPixels = 64;
constexpr double kMaxStainGain = 4;
constexpr double kMinConcentration = 0.05;
// What two stains must show, or they are taken for one stain and its noise: fields of H&E have 9 to
// 40 degrees between them, hematoxylin's red at least 0.5 and eosin's at most 0.53. A reddish
// hematoxylin has less (0.35 on a slide of TCGA), but then far more than the eosin beside it.
constexpr double kMinAngle = 5 * CV_PI / 180;
constexpr double kMinHematoxylinRed = 0.42;
constexpr double kMinRedDifference = 0.08;
constexpr double kMaxEosinRed = 0.58;
constexpr double kGray = 0.1;  // less between the densest and the lightest channel is gray glass

using Densities = std::vector<cv::Vec3d>;

// As NumPy's percentile: linear between neighbours. Reorders the values.
double percentile(std::vector<double>& values, double percent) {
  const double rank = percent / 100 * static_cast<double>(values.size() - 1);
  const auto below = values.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(values.begin(), below, values.end());
  if (below + 1 == values.end()) {
    return *below;
  }
  const double above = *std::min_element(below + 1, values.end());
  return *below + (rank - std::floor(rank)) * (above - *below);
}

Densities densities_of(const std::vector<cv::Vec3b>& colours) {
  std::array<double, 256> density{};
  for (int level = 0; level < 256; ++level) {
    density[static_cast<std::size_t>(level)] = optical_density(level, kWhite);
  }
  Densities out;
  out.reserve(colours.size());
  for (const cv::Vec3b& c : colours) {
    out.emplace_back(density[c[0]], density[c[1]], density[c[2]]);
  }
  return out;
}

Densities choose(const Densities& all, bool (*is_chosen)(const cv::Vec3d&)) {
  Densities chosen;
  std::ranges::copy_if(all, std::back_inserter(chosen), is_chosen);
  return chosen;
}

double mean_of(const cv::Vec3d& density) {
  return (density[0] + density[1] + density[2]) / 3;
}

// The stained pixels: dense in each channel. Where a bright channel would hide most of them
// (blue is often full in BACH), those that are dense in the mean of the three.
Densities stained(const Densities& all) {
  Densities chosen = choose(all, [](const cv::Vec3d& d) {
    return std::min({d[0], d[1], d[2]}) >= kMinDensity;
  });
  const auto tissue =
      std::ranges::count_if(all, [](const cv::Vec3d& d) { return mean_of(d) >= kMinDensity; });
  if (static_cast<double>(chosen.size()) < kHiddenShare * static_cast<double>(tissue)) {
    chosen = choose(all, [](const cv::Vec3d& d) { return mean_of(d) >= kMinMeanDensity; });
  }
  const double wanted = kMinStainedShare * static_cast<double>(all.size());
  if (chosen.size() < kMinStainedPixels || static_cast<double>(chosen.size()) < wanted) {
    chosen.clear();
  }
  return chosen;
}

// Two orthonormal directions, the stronger one first and towards positive densities.
std::array<cv::Vec3d, 2> principal_plane(const Densities& densities) {
  cv::Vec3d mean{};
  for (const cv::Vec3d& d : densities) {
    mean += d;
  }
  mean *= 1 / static_cast<double>(densities.size());
  std::array<double, 6> sums{};
  for (const cv::Vec3d& d : densities) {
    const double r = d[0] - mean[0], g = d[1] - mean[1], b = d[2] - mean[2];
    sums[0] += r * r;
    sums[1] += r * g;
    sums[2] += r * b;
    sums[3] += g * g;
    sums[4] += g * b;
    sums[5] += b * b;
  }
  const cv::Matx33d covariance(sums[0], sums[1], sums[2], sums[1], sums[3], sums[4], sums[2],
                               sums[4], sums[5]);
  cv::Vec3d values;
  cv::Matx33d vectors;
  cv::eigen(covariance, values, vectors);
  std::array<cv::Vec3d, 2> plane;
  for (int i = 0; i < 2; ++i) {
    const cv::Vec3d v(vectors(i, 0), vectors(i, 1), vectors(i, 2));
    plane[static_cast<std::size_t>(i)] = v[0] + v[1] + v[2] < 0 ? -v : v;
  }
  return plane;
}

Vector3 unit_stain(const cv::Vec3d& direction) {
  const cv::Vec3d absorbed(std::max(direction[0], 0.0), std::max(direction[1], 0.0),
                           std::max(direction[2], 0.0));
  const double length = cv::norm(absorbed);
  return {absorbed[0] / length, absorbed[1] / length, absorbed[2] / length};
}

Matrix3 basis(const StainLook& look) {
  Vector3 rest = cross(look.hematoxylin, look.eosin);
  const double length = std::sqrt(dot(rest, rest));
  for (double& value : rest) {
    value /= length;
  }
  return from_columns(look.hematoxylin, look.eosin, rest);
}

// Whether two directions can be hematoxylin and eosin.
Fault fault_of(const StainLook& look) {
  const double red = look.hematoxylin[0], difference = red - look.eosin[0];
  if (dot(look.hematoxylin, look.eosin) > std::cos(kMinAngle)) {
    return Fault::stains_alike;
  }
  if (red < kMinHematoxylinRed && difference < kMinRedDifference) {
    return Fault::no_hematoxylin;
  }
  return look.eosin[0] > kMaxEosinRed ? Fault::no_eosin : Fault::none;
}

// The extreme directions of the stained pixels.
StainLook directions(const Densities& chosen) {
  const auto [first, second] = principal_plane(chosen);
  std::vector<double> tangents;  // of the angles, whose order is theirs: densities are positive
  tangents.reserve(chosen.size());
  for (const cv::Vec3d& d : chosen) {
    tangents.push_back(d.dot(second) / std::max(d.dot(first), 1e-9));
  }
  const double low = std::atan(percentile(tangents, kExtremePercent));
  const double high = std::atan(percentile(tangents, 100 - kExtremePercent));
  StainLook look{.hematoxylin = unit_stain(first * std::cos(low) + second * std::sin(low)),
                 .eosin = unit_stain(first * std::cos(high) + second * std::sin(high))};
  const Vector3 reference = {0.65, 0.70, 0.29};  // hematoxylin after Ruifrok and Johnston
  if (dot(look.hematoxylin, reference) < dot(look.eosin, reference)) {
    std::swap(look.hematoxylin, look.eosin);
  }
  return look;
}

// Whether the pixels are gray in the mean: what tells them apart is noise.
bool is_gray(const Densities& chosen) {
  constexpr double kLeastSpread = 0.1;  // of the mean; 0.36 under gray glass, more elsewhere
  cv::Vec3d sum{};
  for (const cv::Vec3d& d : chosen) {
    sum += d;
  }
  const double spread = std::max({sum[0], sum[1], sum[2]}) - std::min({sum[0], sum[1], sum[2]});
  return spread < kLeastSpread * mean_of(sum);
}

StainSearch search(const Densities& chosen) {
  if (chosen.empty()) {
    return {.look = {}, .fault = Fault::too_few_stained};
  }
  if (is_gray(chosen)) {
    return {.look = {}, .fault = Fault::stains_alike};
  }
  const StainLook look = directions(chosen);
  const Fault fault = fault_of(look);
  return {.look = fault == Fault::none ? std::optional(look) : std::nullopt, .fault = fault};
}

bool is_coloured(const cv::Vec3d& d) {
  return std::max({d[0], d[1], d[2]}) - std::min({d[0], d[1], d[2]}) >= kGray;
}

}  // namespace

StainSearch find_stains(const RgbImage& image, const cv::Mat& ignored) {
  const Densities all = densities_of(sample(image, ignored));
  StainSearch found = search(stained(all));
  if (!found.look && found.fault != Fault::too_few_stained) {
    // Gray glass passes for a stain of its own: the second look is without all that is gray.
    if (StainSearch again = search(stained(choose(all, is_coloured))); again.look) {
      found = std::move(again);
    }
  }
  if (!found.look) {
    return found;
  }
  StainLook& look = *found.look;
  const Matrix3 unmix = inverse(basis(look));
  std::vector<double> concentrations(all.size());
  for (std::size_t stain = 0; stain < 3; ++stain) {
    const cv::Vec3d row(unmix[3 * stain], unmix[3 * stain + 1], unmix[3 * stain + 2]);
    std::ranges::transform(all, concentrations.begin(),
                           [&](const cv::Vec3d& d) { return row.dot(d); });
    look.max_concentration[stain] = percentile(concentrations, kStrongPercent);
  }
  look.max_concentration[2] = std::max(look.max_concentration[2], 0.001);
  for (const auto& [stain, fault] :
       {std::pair{0, Fault::no_hematoxylin}, std::pair{1, Fault::no_eosin}}) {
    if (look.max_concentration[static_cast<std::size_t>(stain)] <= kMinConcentration) {
      return {.look = {}, .fault = fault};
    }
  }
  return found;
}

OdMap recolouring(const StainLook& from, const StainLook& to) {
  Vector3 gain{};
  for (std::size_t stain = 0; stain < 3; ++stain) {
    gain[stain] = std::clamp(to.max_concentration[stain] / from.max_concentration[stain],
                             1 / kMaxStainGain, stain < 2 ? kMaxStainGain : 1);
  }
  return {.matrix = multiply(basis(to), multiply(diagonal(gain), inverse(basis(from)))),
          .white = kWhite};
}

}  // namespace msmv::stain
