#pragma once

#include <cstddef>
#include <vector>

#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"

// A field that is the context of all its regions is one patch, however many regions it has: it is
// encoded once.

namespace msmv {

struct DistinctPatches {
  PatchBatch patches;                 // those that differ, as samples of one scale
  std::vector<std::size_t> place_of;  // where each patch of the whole batch is among them
};

// In the batch's order. Patches of all scales are compared, for encoders that share their weights.
// Throws std::invalid_argument for a batch whose pixels are not of its size.
DistinctPatches distinct_patches(const PatchBatch& batch);

// The encodings of the whole batch from those of what differs in it.
Encodings spread(const Encodings& distinct, const std::vector<std::size_t>& place_of,
                 const PatchBatch& batch);

}  // namespace msmv
