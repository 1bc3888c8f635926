#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "msmv/experiments/experiment.h"
#include "msmv/model/model_file.h"
#include "msmv/pfenet/import_encoder.h"

// The encoders that rows begin with.

namespace msmv::experiments {

struct Encoder {
  pfenet::ImportedEncoder weights;
  std::string id;  // names the weights
};
using Encoders = std::map<pfenet::Backbone, Encoder>;

// Those in files of torchvision's form; with none named, the one in a model whose encoders share
// their weights. Throws InputError for two of one backbone and for a model with several encoders.
Encoders encoders_in(const std::vector<std::filesystem::path>& files,
                     const std::filesystem::path& model);

// One drawn from a seed, for training from scratch: He's normal distribution for convolutions,
// batch norms that pass values through.
Encoder random_encoder(pfenet::Backbone backbone, Seed seed);

// The model that an experiment begins with: this encoder at each scale, and a fresh FDNet.
ModelFile model_to_begin_with(const msmv::Config& config, const Encoder& encoder, Seed seed);

}  // namespace msmv::experiments
