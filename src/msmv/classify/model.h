#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "msmv/config/json.h"
#include "msmv/model/config.h"
#include "msmv/model/model_file.h"
#include "msmv/network/load.h"
#include "msmv/network/network.h"

namespace msmv {

// A model ready to work: its settings and its network.
struct Model {
  Config config;
  std::string id;  // of the file
  Json provenance;
  Voters voters = Voters::all;
  std::shared_ptr<const Network> network;
};

// Throws what load_network (network/load.h) does.
Model model_of(const ModelFile& file, const LoadOptions& options);
// Throws InputError for a file that is no model, too.
Model load_model(const std::filesystem::path& path, const LoadOptions& options);

// The model that `classify` takes when none is named: $MSMV_MODEL, else the one that was installed
// or built beside the program. Throws InputError when there is none.
std::filesystem::path default_model_path();

// The model whose encoders `train` and `reproduce` begin with when none is named: encoders that
// have learnt from ImageNet alone, so that no image to be judged on has been seen.
// $MSMV_ENCODERS, else the one beside the program. Throws InputError when there is none.
std::filesystem::path default_encoders_path();

}  // namespace msmv
