#pragma once

#include <cmath>
#include <numbers>
#include <random>

namespace msmv {

// Our own distributions, since those of the standard library differ between libraries.

// From 0 up to, but not including, 1.
inline double uniform(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1p-53;
}

// From -1 to 1.
inline double signed_uniform(std::mt19937_64& random) {
  return 2 * uniform(random) - 1;
}

// Mean 0, deviation 1 (Box and Muller, one of the pair).
inline double normal(std::mt19937_64& random) {
  const double radius = std::sqrt(-2 * std::log(1 - uniform(random)));
  return radius * std::cos(2 * std::numbers::pi * uniform(random));
}

// From 0 to 1, both ends alike; alpha of 1 is uniform, less crowds the ends. (Johnk's method: two
// powers of uniform numbers, taken when their sum is at most 1.)
inline double symmetric_beta(double alpha, std::mt19937_64& random) {
  for (;;) {
    const double a = std::pow(uniform(random), 1 / alpha);
    const double b = std::pow(uniform(random), 1 / alpha);
    if (a + b > 0 && a + b <= 1) {
      return a / (a + b);
    }
  }
}

// A whole number below `count`.
inline std::size_t below(std::size_t count, std::mt19937_64& random) {
  return static_cast<std::size_t>(uniform(random) * static_cast<double>(count));
}

}  // namespace msmv
