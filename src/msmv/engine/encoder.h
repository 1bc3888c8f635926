#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "msmv/engine/observer.h"
#include "msmv/engine/precision.h"
#include "msmv/engine/quantize.h"
#include "msmv/engine/resnet.h"
#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"

namespace msmv::engine {

// What the weights were trained on: (value / 255 - mean) / deviation, for R, G and B.
struct Normalization {
  std::array<float, 3> mean{}, deviation{};
};

struct EncoderSpec {
  std::vector<std::string> prefixes;  // of each scale's weights, or one for all ("shared.")
  std::size_t side_px = 0;            // of the patches
  Normalization normalization;
  Precision precision = Precision::fp32;
  ActivationRanges ranges;  // for int8, see engine/calibrate.h
};

// PFENet for inference: trained ResNets compiled once for this processor (engine/compile.h). The
// same values as LibTorch's path, faster.
class Encoder {
 public:
  // Throws InputError for weights that don't fit or, in int8, for a range that is missing, and
  // std::invalid_argument for a precision that isn't available() here.
  Encoder(const WeightSource& source, const EncoderSpec& spec);
  ~Encoder();
  Encoder(Encoder&&) noexcept;
  Encoder& operator=(Encoder&&) noexcept;

  // Throws std::invalid_argument for patches of another size or number of scales. The values of a
  // patch depend on that patch alone, to the last bit: not on the batch, nor on `threads`.
  Encodings encode(const PatchBatch& batch, int threads) const;

  // Encodes on this thread and shows every tensor on the way; in fp32 only.
  void observe(const PatchBatch& batch, const Observer& observer) const;

  Precision precision() const;
  std::size_t weight_bytes() const;     // of all scales
  std::size_t workspace_bytes() const;  // for each thread while it encodes
  double operations_per_patch() const;  // multiplications and additions of the convolutions

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace msmv::engine
