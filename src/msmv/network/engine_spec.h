#pragma once

#include "msmv/engine/encoder.h"
#include "msmv/model/model_file.h"

namespace msmv {

// A model file as the engine takes it.

// Whether the engine can run this encoder: ResNets alone. LibTorch runs all.
bool engine_runs(pfenet::Backbone backbone);

// The encoders' weights, which must outlive what this gives.
engine::WeightSource weight_source(const weights::Tensors& tensors);

// Throws InputError for an encoder that the engine can't run and for a calibration that can't be
// read.
engine::EncoderSpec encoder_spec(const ModelFile& file, engine::Precision precision);

}  // namespace msmv
