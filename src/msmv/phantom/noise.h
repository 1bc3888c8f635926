#pragma once

#include <cstdint>
#include <vector>

#include "msmv/values/seed.h"

namespace msmv::phantom {

// Random numbers that are the same on every machine and with every standard library
// (splitmix64; the distributions of <random> are free to differ).
class Random {
 public:
  explicit Random(Seed seed) : seed_(seed) {}

  std::uint64_t bits();
  double uniform(double low, double high);
  // Bell-shaped, mean 0, deviation 1, never beyond 3.5.
  double normal();

 private:
  Seed seed_;
  std::uint64_t drawn_ = 0;
};

// Smooth noise in the plane, between -1 and 1, about one hill per unit of length. Repeats after
// 256 units.
class Noise {
 public:
  explicit Noise(Seed seed);
  float at(float x, float y) const;
  // Two octaves: hills with half as large ones on them.
  float rough(float x, float y) const {
    return (at(x, y) + 0.5F * at(2 * x + 7, 2 * y + 3)) / 1.5F;
  }

 private:
  std::vector<float> lattice_;
};

}  // namespace msmv::phantom
