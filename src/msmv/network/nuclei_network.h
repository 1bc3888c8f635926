#pragma once

#include <filesystem>

#include "msmv/engine/quantize.h"
#include "msmv/krem/config.h"
#include "msmv/nuclei/network_file.h"
#include "msmv/values/centre_map.h"
#include "msmv/values/patch_batch.h"

namespace msmv {

// The network of a file that `msmv train-nuclei` wrote (nuclei/network_file.h), ready to run: by
// OpenVINO in int8 where the file has ranges and the processor the instructions, else in fp32; by
// LibTorch in fp32 in a build without it. Whatever the precision of the encoders: nuclei choose
// windows, and those should be the same for each. Throws InputError for a file that is none.
CentreNetwork load_centre_network(const std::filesystem::path& path);

// The ranges that int8 needs, measured on crops of the network's pixel size; empty in a build
// without OpenVINO.
engine::ActivationRanges measured_ranges(const nuclei::NetworkFile& file, const PatchBatch& crops);

// The network that krem::detect needs beside this config, read when first asked for and kept: the
// file that $MSMV_NUCLEI or $MSMV_NUCLEI_ACCURATE names, else models/nuclei.safetensors for
// `learned`, models/nuclei_accurate.safetensors for `accurate`, as installed or built beside the
// program; null for the other detectors. Throws InputError when there is none.
const CentreNetwork* centre_network_for(const krem::Config& config);

}  // namespace msmv
