#include "msmv/stain/he_space.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <vector>

namespace msmv::stain {
namespace {

constexpr double kHeWhite = 256;

// Four lanes for three channels: what every x86-64 and ARM has.
using Float4 = float __attribute__((vector_size(16)));
using Int4 = std::int32_t __attribute__((vector_size(16)));

// The factor that each channel of the result takes from one channel's level.
using Factors = std::array<Float4, 256>;

// A product of three factors must stay a number.
float bounded_exp(double exponent) {
  return static_cast<float>(std::exp(std::clamp(exponent, -27.0, 27.0)));
}

Factors factors_of(const OdMap& map, std::size_t channel) {
  Factors factors{};
  for (int level = 0; level < 256; ++level) {
    const double density = optical_density(level, map.white);
    for (std::size_t out = 0; out < 3; ++out) {
      factors[static_cast<std::size_t>(level)][out] =
          bounded_exp(-map.matrix[3 * out + channel] * density);
    }
  }
  return factors;
}

void check_sizes(const char* where, std::size_t a, std::size_t b) {
  if (a != b || a % 3 != 0) {
    throw std::invalid_argument(std::string(where) + ": sizes " + std::to_string(a) + " and " +
                                std::to_string(b) + ", wanted equal multiples of 3");
  }
}

std::uint8_t level_of(double density, double white) {
  return static_cast<std::uint8_t>(
      std::clamp(std::lround(white * std::exp(-density) - 1), 0L, 255L));
}

}  // namespace

double optical_density(int level, double white) {
  return -std::log((level + 1) / white);
}

// The exponential of a sum is a product: three table look-ups and two multiplications make a
// pixel, exactly, without one exponential.
void apply(const OdMap& map, std::span<const std::uint8_t> rgb, std::span<std::uint8_t> out) {
  check_sizes("stain::apply", rgb.size(), out.size());
  Factors red = factors_of(map, 0);
  const Factors green = factors_of(map, 1), blue = factors_of(map, 2);
  Float4 scale = {};
  for (std::size_t c = 0; c < 3; ++c) {
    scale[c] = static_cast<float>(map.white) * bounded_exp(-map.shift[c]);
  }
  for (Float4& factor : red) {
    factor *= scale;
  }
  const Float4 low = {}, high = low + 255.0F;
  for (std::size_t i = 0; i < rgb.size(); i += 3) {
    // One is taken off again, and one half added to round.
    Float4 level = red[rgb[i]] * green[rgb[i + 1]] * blue[rgb[i + 2]] - 0.5F;
    level = level < low ? low : level;
    level = level > high ? high : level;
    const Int4 whole = __builtin_convertvector(level, Int4);
    out[i] = static_cast<std::uint8_t>(whole[0]);
    out[i + 1] = static_cast<std::uint8_t>(whole[1]);
    out[i + 2] = static_cast<std::uint8_t>(whole[2]);
  }
}

Matrix3 he_basis() {
  const auto unit = [](Vector3 v) {
    const double length = std::sqrt(dot(v, v));
    return Vector3{v[0] / length, v[1] / length, v[2] / length};
  };
  const Vector3 hematoxylin = unit({0.650, 0.704, 0.286});
  const Vector3 eosin = unit({0.072, 0.990, 0.105});
  return from_columns(hematoxylin, eosin, unit(cross(hematoxylin, eosin)));
}

OdMap he_jitter(const Vector3& gain, const Vector3& shift) {
  const Matrix3 basis = he_basis();
  return {.matrix = multiply(basis, multiply(diagonal(gain), inverse(basis))),
          .shift = multiply(basis, shift),
          .white = kHeWhite};
}

void separate(std::span<const std::uint8_t> rgb, std::span<float> concentrations) {
  check_sizes("stain::separate", rgb.size(), concentrations.size());
  std::array<double, 256> density{};
  for (int level = 0; level < 256; ++level) {
    density[static_cast<std::size_t>(level)] = optical_density(level, kHeWhite);
  }
  const Matrix3 unmix = inverse(he_basis());
  for (std::size_t i = 0; i < rgb.size(); i += 3) {
    const Vector3 stains =
        multiply(unmix, Vector3{density[rgb[i]], density[rgb[i + 1]], density[rgb[i + 2]]});
    for (std::size_t c = 0; c < 3; ++c) {
      concentrations[i + c] = static_cast<float>(stains[c]);
    }
  }
}

void recompose(std::span<const float> concentrations, std::span<std::uint8_t> rgb) {
  check_sizes("stain::recompose", concentrations.size(), rgb.size());
  const Matrix3 basis = he_basis();
  for (std::size_t i = 0; i < rgb.size(); i += 3) {
    const Vector3 densities =
        multiply(basis, Vector3{concentrations[i], concentrations[i + 1], concentrations[i + 2]});
    for (std::size_t c = 0; c < 3; ++c) {
      rgb[i + c] = level_of(densities[c], kHeWhite);
    }
  }
}

}  // namespace msmv::stain
