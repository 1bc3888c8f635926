#include "msmv/training/jpeg_noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace msmv::training {
namespace {

constexpr std::size_t kSide = 8;
using Block = std::array<float, kSide * kSide>;

// ITU-T T.81, tables K.1 and K.2, row by row.
constexpr std::array<float, 64> kLuminance = {
    16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19, 26,  58,  60,  55,
    14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29, 51,  87,  80,  62,
    18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64, 81,  104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99};
constexpr std::array<float, 64> kChrominance = {
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99,
    99, 99, 47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99};

// Rows are the cosines: block' = basis * block * transposed basis.
Block basis() {
  Block rows;
  for (std::size_t k = 0; k < kSide; ++k) {
    const double scale = k == 0 ? std::sqrt(0.125) : 0.5;
    for (std::size_t x = 0; x < kSide; ++x) {
      rows[k * kSide + x] = static_cast<float>(
          scale * std::cos(std::numbers::pi * (2.0 * static_cast<double>(x) + 1) *
                           static_cast<double>(k) / 16));
    }
  }
  return rows;
}

// left * middle * transposed left, or with left transposed instead.
Block turned(const Block& left, const Block& middle, bool is_transposed) {
  const auto at = [&](std::size_t row, std::size_t column) {
    return is_transposed ? left[column * kSide + row] : left[row * kSide + column];
  };
  Block half{};
  Block whole{};
  for (std::size_t i = 0; i < kSide; ++i) {
    for (std::size_t k = 0; k < kSide; ++k) {
      for (std::size_t j = 0; j < kSide; ++j) {
        half[i * kSide + j] += at(i, k) * middle[k * kSide + j];
      }
    }
  }
  for (std::size_t i = 0; i < kSide; ++i) {
    for (std::size_t j = 0; j < kSide; ++j) {
      for (std::size_t k = 0; k < kSide; ++k) {
        whole[i * kSide + j] += half[i * kSide + k] * at(j, k);
      }
    }
  }
  return whole;
}

Block rounded(const Block& block, const std::array<float, 64>& table, float coarseness) {
  static const Block cosines = basis();
  Block spectrum = turned(cosines, block, false);
  for (std::size_t i = 0; i < spectrum.size(); ++i) {
    const float step = std::max(1.0F, table[i] * coarseness);
    spectrum[i] = std::nearbyint(spectrum[i] / step) * step;
  }
  return turned(cosines, spectrum, true);
}

std::uint8_t to_level(float value) {
  return static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
}

void round_block(std::uint8_t* first, std::size_t row_bytes, float coarseness) {
  Block y;
  Block cb;
  Block cr;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const std::uint8_t* pixel = first + i / kSide * row_bytes + i % kSide * 3;
    const float r = pixel[0];
    const float g = pixel[1];
    const float b = pixel[2];
    y[i] = 0.299F * r + 0.587F * g + 0.114F * b - 128;
    cb[i] = -0.168736F * r - 0.331264F * g + 0.5F * b;
    cr[i] = 0.5F * r - 0.418688F * g - 0.081312F * b;
  }
  y = rounded(y, kLuminance, coarseness);
  cb = rounded(cb, kChrominance, coarseness);
  cr = rounded(cr, kChrominance, coarseness);
  for (std::size_t i = 0; i < y.size(); ++i) {
    std::uint8_t* pixel = first + i / kSide * row_bytes + i % kSide * 3;
    pixel[0] = to_level(y[i] + 128 + 1.402F * cr[i]);
    pixel[1] = to_level(y[i] + 128 - 0.344136F * cb[i] - 0.714136F * cr[i]);
    pixel[2] = to_level(y[i] + 128 + 1.772F * cb[i]);
  }
}

}  // namespace

void add_jpeg_noise(std::span<std::uint8_t> patch, std::size_t side_px, double coarseness) {
  if (coarseness <= 0) {
    return;
  }
  const std::size_t row_bytes = side_px * 3;
  for (std::size_t y = 0; y + kSide <= side_px; y += kSide) {
    for (std::size_t x = 0; x + kSide <= side_px; x += kSide) {
      round_block(&patch[y * row_bytes + x * 3], row_bytes, static_cast<float>(coarseness));
    }
  }
}

}  // namespace msmv::training
