#pragma once

#include <array>
#include <cstddef>

namespace msmv {

// The look of a picture, whatever it shows, is the mean and the standard deviation of each
// channel's optical density (red, green, blue; natural logarithm), and sharpness, the standard
// deviation of the gray picture's Laplacian. Laboratories differ in these.
struct Look {
  static constexpr std::size_t kNumbers = 7;
  std::array<double, 3> density_mean{}, density_deviation{};
  double sharpness = 0;

  std::array<double, kNumbers> numbers() const {
    return {density_mean[0],      density_mean[1],      density_mean[2], density_deviation[0],
            density_deviation[1], density_deviation[2], sharpness};
  }
  bool operator==(const Look&) const = default;
};

}  // namespace msmv
