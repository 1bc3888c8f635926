#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "msmv/network/network.h"
#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"

// A field that is the context of all its regions is one patch, however many regions it has: it is
// encoded once.

namespace msmv {

// Patches that were encoded and what came of them, as samples of one scale.
struct KnownPatches {
  PatchBatch patches{.samples = 0, .scales = 1, .side_px = 0, .pixels = {}};
  Encodings encodings;
};

struct DistinctPatches {
  PatchBatch patches;                 // those that differ, as samples of one scale
  std::vector<std::size_t> place_of;  // where each patch of the whole batch is among them
};

// In the batch's order, after those that are known, which may be none. Patches of all scales are
// compared, for encoders that share their weights. Throws std::invalid_argument for a batch whose
// pixels are not of its size.
DistinctPatches distinct_patches(const PatchBatch& batch, const PatchBatch& known = {});

// The encodings of the whole batch from those of what differs in it.
Encodings spread(const Encodings& distinct, const std::vector<std::size_t>& place_of,
                 const PatchBatch& batch);

// A network that gives `network`, which takes samples of one scale, each patch once.
std::unique_ptr<const Network> encoding_once(std::unique_ptr<const Network> network);

}  // namespace msmv
