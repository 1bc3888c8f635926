#pragma once

#include <cstddef>
#include <vector>

#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"

// Samples of a batch apart and together again.

namespace msmv {

// `count` samples from sample `first` on, which there must be.
inline PatchBatch part_of(const PatchBatch& batch, std::size_t first, std::size_t count) {
  const std::size_t bytes = batch.scales * batch.bytes_per_patch();
  const auto begin = batch.pixels.begin() + static_cast<std::ptrdiff_t>(first * bytes);
  return {.samples = count,
          .scales = batch.scales,
          .side_px = batch.side_px,
          .pixels = {begin, begin + static_cast<std::ptrdiff_t>(count * bytes)}};
}

inline Encodings part_of(const Encodings& encodings, std::size_t first, std::size_t count) {
  const std::size_t length = encodings.scales * encodings.features;
  const auto begin = encodings.values.begin() + static_cast<std::ptrdiff_t>(first * length);
  return {.samples = count,
          .scales = encodings.scales,
          .features = encodings.features,
          .values = {begin, begin + static_cast<std::ptrdiff_t>(count * length)}};
}

// One after the other; all have as many scales and features.
inline Encodings joined(const std::vector<Encodings>& parts) {
  Encodings all;
  for (const Encodings& part : parts) {
    all.samples += part.samples;
    all.scales = part.scales;
    all.features = part.features;
    all.values.insert(all.values.end(), part.values.begin(), part.values.end());
  }
  return all;
}

}  // namespace msmv
