#include "msmv/network/distinct.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <stdexcept>

namespace msmv {

DistinctPatches distinct_patches(const PatchBatch& batch) {
  const std::size_t count = batch.samples * batch.scales, bytes = batch.bytes_per_patch();
  if (batch.pixels.size() != count * bytes) {
    throw std::invalid_argument("distinct_patches: got pixels that are not of the batch's size");
  }
  DistinctPatches distinct{
      .patches = {.samples = 0, .scales = 1, .side_px = batch.side_px, .pixels = {}},
      .place_of = {}};
  auto& found = distinct.patches;
  for (std::size_t i = 0; i < count; ++i) {
    const auto patch = std::span(batch.pixels).subspan(i * bytes, bytes);
    std::size_t place = 0;
    while (place < found.samples &&
           !std::ranges::equal(patch, std::span(found.pixels).subspan(place * bytes, bytes))) {
      ++place;
    }
    if (place == found.samples) {
      found.pixels.insert(found.pixels.end(), patch.begin(), patch.end());
      ++found.samples;
    }
    distinct.place_of.push_back(place);
  }
  return distinct;
}

Encodings spread(const Encodings& distinct, const std::vector<std::size_t>& place_of,
                 const PatchBatch& batch) {
  Encodings all{.samples = batch.samples,
                .scales = batch.scales,
                .features = distinct.features,
                .values = {}};
  all.values.reserve(place_of.size() * distinct.features);
  for (const std::size_t place : place_of) {
    const auto from =
        distinct.values.begin() + static_cast<std::ptrdiff_t>(place * distinct.features);
    all.values.insert(all.values.end(), from,
                      from + static_cast<std::ptrdiff_t>(distinct.features));
  }
  return all;
}

}  // namespace msmv
