#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "msmv/engine/normalization.h"
#include "msmv/engine/precision.h"
#include "msmv/engine/quantize.h"
#include "msmv/engine/weight_source.h"
#include "msmv/pfenet/graph.h"
#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"

namespace msmv::engine {

struct EncoderSpec {
  pfenet::Graph graph;
  std::vector<std::string> prefixes;  // of each scale's weights, or one for all ("shared.")
  std::size_t side_px = 0;            // of the patches
  Normalization normalization;
  Precision precision = Precision::fp32;
  ActivationRanges ranges;  // for int8, see engine/calibrate.h
  int threads = 1;          // that encode at once
  std::string model_id;  // names the weights in the cache of compiled models; empty: none is used
};

// Is shown each tensor that int8 needs the range of: its name and its values.
using Observer = std::function<void(const std::string& name, std::span<const float> values)>;

// PFENet for inference by OpenVINO, compiled once for this processor. The same values as LibTorch's
// path, faster.
class Encoder {
 public:
  // Throws InputError for weights that don't fit or, in int8, for a range that is missing, and
  // where the build has no OpenVINO, and std::invalid_argument for a precision that isn't
  // available() here.
  Encoder(const WeightSource& source, const EncoderSpec& spec);
  ~Encoder();
  Encoder(Encoder&&) noexcept;
  Encoder& operator=(Encoder&&) noexcept;

  // Encodes the patches beside each other in oneTBB's arena of the calling thread; any number of
  // threads may call at once. Throws std::invalid_argument for patches of another size or number of
  // scales. The values of a patch depend on that patch alone, to the last bit: not on the batch,
  // nor on the threads.
  Encodings encode(const PatchBatch& batch) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

// Encodes in fp32 and shows every tensor on the way that int8 needs a range of.
// `spec.precision` and `spec.ranges` are not looked at. Throws as Encoder and encode() do.
void observe(const WeightSource& source, const EncoderSpec& spec, const PatchBatch& batch,
             const Observer& observer);

}  // namespace msmv::engine
