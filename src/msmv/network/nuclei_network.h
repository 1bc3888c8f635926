#pragma once

#include <filesystem>

#include "msmv/krem/config.h"
#include "msmv/values/centre_map.h"

namespace msmv {

// The network of a file that `msmv train-nuclei` wrote (nuclei/network_file.h), ready to run: by
// OpenVINO in fp32, or by LibTorch in a build without it. Throws InputError for a file that is
// none.
CentreNetwork load_centre_network(const std::filesystem::path& path);

// The network that `learned` takes (krem/config.h), read when first asked for and kept: the file
// that $MSMV_NUCLEI names, else models/nuclei.safetensors as installed or built beside the program.
// Throws InputError when there is none.
const CentreNetwork& shipped_centre_network();

// What krem::detect needs beside this config: the shipped network for `learned`, else null.
const CentreNetwork* centre_network_for(const krem::Config& config);

}  // namespace msmv
