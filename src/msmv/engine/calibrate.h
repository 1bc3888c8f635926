#pragma once

#include "msmv/engine/encoder.h"

namespace msmv::engine {

// The ranges that int8 needs, found by encoding these patches in fp32: of each tensor the one that
// loses least between rounding and clipping (engine/range_histogram.h). Takes about as long as
// encoding them; some tens of training fields are enough (docs/engine.md).
// `spec.precision` and `spec.ranges` are not looked at. Throws as Encoder and encode() do.
ActivationRanges calibrate(const WeightSource& source, const EncoderSpec& spec,
                           const PatchBatch& patches);

}  // namespace msmv::engine
