#pragma once

#include "msmv/engine/encoder.h"
#include "msmv/model/model_file.h"

namespace msmv {

// A model file as the engine takes it.

// The encoders' weights, which must outlive what this gives.
engine::WeightSource weight_source(const weights::Tensors& tensors);

// Throws InputError for a calibration that can't be read.
engine::EncoderSpec encoder_spec(const ModelFile& file, engine::Precision precision);

}  // namespace msmv
