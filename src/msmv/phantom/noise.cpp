#include "msmv/phantom/noise.h"

#include <cstddef>

namespace msmv::phantom {
namespace {

constexpr int kPeriod = 256;

// std::floor is a call where the processor may lack SSE 4.1.
std::int32_t floor_of(float value) {
  const auto whole = static_cast<std::int32_t>(value);
  return whole - (value < static_cast<float>(whole) ? 1 : 0);
}

}  // namespace

std::uint64_t Random::bits() {
  return derive(seed_, drawn_++);
}

double Random::uniform(double low, double high) {
  return low + (high - low) * (static_cast<double>(bits() >> 11) * 0x1p-53);
}

double Random::normal() {
  std::uint64_t left = bits();
  double sum = 0;  // of four uniform numbers: a bell of deviation 1 / sqrt(3)
  for (int i = 0; i < 4; ++i, left >>= 16) {
    sum += (static_cast<double>(left & 0xFFFF) + 0.5) * 0x1p-16;
  }
  return (sum - 2) * 1.7320508075688772;
}

Noise::Noise(Seed seed) : lattice_(static_cast<std::size_t>(kPeriod) * kPeriod) {
  Random random(seed);
  for (float& value : lattice_) {
    value = static_cast<float>(random.uniform(-1, 1));
  }
}

float Noise::at(float x, float y) const {
  const std::int32_t left = floor_of(x), top = floor_of(y);
  const auto smooth = [](float t) { return t * t * (3 - 2 * t); };
  const float tx = smooth(x - static_cast<float>(left)), ty = smooth(y - static_cast<float>(top));
  const auto value = [&](std::int32_t column, std::int32_t row) {
    return lattice_[static_cast<std::size_t>(row & (kPeriod - 1)) * kPeriod +
                    static_cast<std::size_t>(column & (kPeriod - 1))];
  };
  const float upper = value(left, top) + tx * (value(left + 1, top) - value(left, top));
  const float lower = value(left, top + 1) + tx * (value(left + 1, top + 1) - value(left, top + 1));
  return upper + ty * (lower - upper);
}

}  // namespace msmv::phantom
