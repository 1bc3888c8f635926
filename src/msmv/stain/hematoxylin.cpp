#include "msmv/stain/hematoxylin.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "msmv/stain/he_space.h"

namespace msmv::stain {
namespace {

constexpr double kHematoxylinWhite = 256;
constexpr int kFractionBits = 4;  // of the fixed-point numbers: the largest sum is 1042 levels

using Table = std::array<std::int16_t, 256>;

// Hematoxylin's share of the three densities: the first row of the inverse of the matrix whose
// columns are the three stains.
Vector3 hematoxylin_weights() {
  const Matrix3 unmix =
      inverse(from_columns({0.650, 0.704, 0.286}, {0.072, 0.990, 0.105}, {0.268, 0.570, 0.776}));
  return {unmix[0], unmix[1], unmix[2]};
}

Table contribution(double weight, double offset) {
  Table table{};
  for (int level = 0; level < 256; ++level) {
    const double levels = weight * optical_density(level, kHematoxylinWhite) / kOdPerLevel + offset;
    table[static_cast<std::size_t>(level)] =
        static_cast<std::int16_t>(std::lround(levels * (1 << kFractionBits)));
  }
  return table;
}

}  // namespace

cv::Mat hematoxylin(const RgbImage& image) {
  const Vector3 weights = hematoxylin_weights();
  const Table red = contribution(weights[0], 0.5), green = contribution(weights[1], 0),
              blue = contribution(weights[2], 0);
  cv::Mat channel(image.pixels.size(), CV_8UC1);
  std::vector<std::int16_t> sums(static_cast<std::size_t>(channel.cols));
  for (int y = 0; y < channel.rows; ++y) {
    const auto* rgb = image.pixels.ptr<std::uint8_t>(y);
    for (std::int16_t& sum : sums) {
      sum = static_cast<std::int16_t>(red[rgb[0]] + green[rgb[1]] + blue[rgb[2]]);
      rgb += 3;
    }
    auto* out = channel.ptr<std::uint8_t>(y);
    for (const std::int16_t sum : sums) {  // a loop of its own, which the compiler vectorises
      *out++ = static_cast<std::uint8_t>(std::clamp(sum >> kFractionBits, 0, 255));
    }
  }
  return channel;
}

}  // namespace msmv::stain
