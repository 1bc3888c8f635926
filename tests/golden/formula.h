#pragma once

// The numbers of tools/golden/formula_weights.py, to the bit.

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "msmv/values/patch_batch.h"
#include "msmv/values/seed.h"
#include "msmv/weights/tensor.h"

namespace msmv::golden {

inline std::uint64_t hashed(std::string_view text) {  // FNV-1a
  std::uint64_t h = 0xCBF29CE484222325ULL;
  for (const char c : text) {
    h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  return h;
}

inline float uniform(std::uint64_t bits, float low, float high) {
  const float unit = static_cast<float>(bits >> 40) / 16777216.0F;
  const float scaled = unit * (high - low);
  return scaled + low;
}

inline std::pair<float, float> limits(const std::string& name, const weights::Shape& shape) {
  const bool is_norm = shape.size() == 1;
  if (name.ends_with("running_var")) {
    return {0.5F, 1.5F};
  }
  if (is_norm && name.find(".bn3.weight") != std::string::npos) {
    return {0.2F, 0.4F};
  }
  if (is_norm && name.ends_with("weight")) {
    return {0.5F, 1.5F};
  }
  if (is_norm) {
    return {-0.1F, 0.1F};
  }
  double fan_in = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) {
    fan_in *= static_cast<double>(shape[i]);
  }
  const auto side = static_cast<float>(std::sqrt(6.0 / fan_in));
  return {-side, side};
}

inline weights::Tensor tensor(const std::string& name, const weights::Shape& shape, float low,
                              float high) {
  weights::Tensor out{shape, {}};
  out.values.resize(static_cast<std::size_t>(weights::count_of(shape)));
  const std::uint64_t seed = hashed(name);
  for (std::size_t i = 0; i < out.values.size(); ++i) {
    out.values[i] = uniform(derive(seed, i), low, high);
  }
  return out;
}

inline weights::Tensor weight(const std::string& name, const weights::Shape& shape) {
  const auto [low, high] = limits(name, shape);
  return tensor(name, shape, low, high);
}

inline PatchBatch patches(const std::string& name, std::size_t samples, std::size_t scales,
                          std::size_t side_px) {
  PatchBatch batch{samples, scales, side_px, {}};
  batch.pixels.resize(samples * scales * batch.bytes_per_patch());
  const std::uint64_t seed = hashed(name);
  for (std::size_t i = 0; i < batch.pixels.size(); ++i) {
    batch.pixels[i] = static_cast<std::uint8_t>(derive(seed, i) >> 56);
  }
  return batch;
}

}  // namespace msmv::golden
