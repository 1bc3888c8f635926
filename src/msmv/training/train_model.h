#pragma once

#include <filesystem>
#include <string>

#include "msmv/model/model_file.h"
#include "msmv/pfenet/import_encoder.h"
#include "msmv/training/trainer.h"

namespace msmv::training {

// The part of a model's config that describes its network.
NetworkConfig network_of(const msmv::Config& config);

// The settings that an encoder states (pfenet::ImportedEncoder), as a model's: its form and input,
// one for all scales. A vision transformer's encodings are standardized.
void take_encoder(const pfenet::Config& stated, msmv::Config& config);

// A model to begin with: the same encoder at every scale, as much of it as the config's backbone
// takes, and an FDNet drawn from the seed. Throws InputError when the encoder is of another
// backbone than the config's, or than the one whose weights that takes, or of another form.
ModelFile initial_model(const msmv::Config& config, const pfenet::ImportedEncoder& encoder,
                        Seed seed);

// The encoders of `trained` under `config`, with an FDNet that knows nothing yet. Throws InputError
// when the config asks for other encoders.
ModelFile with_fresh_fdnet(const ModelFile& trained, const msmv::Config& config, Seed seed);

// Trains a model and keeps its best epoch as model.safetensors in run.folder, with the recipe, the
// data's fingerprint and the validation as its provenance (beside what `initial` has of its own).
// run.keep is set here. Throws as `train` does.
Outcome train_model(const ModelFile& initial, const Config& config, const Data& data,
                    RunOptions run);

}  // namespace msmv::training
