#pragma once

#include <string>
#include <vector>

#include "msmv/config/json.h"
#include "msmv/program/program.h"

namespace msmv::program {

// Tells WSInfer and QuPath's extension of that name how to use a TorchScript module beside it
// (config.json, by wsinfer_zoo's schema, spec_version 1.0): classes, side and pixel size of a patch
// and how its bytes become the module's input. They make probabilities of logits themselves.
Json wsinfer_config(const Program& program, const std::string& architecture,
                    const std::vector<std::string>& classes, double um_per_px);

}  // namespace msmv::program
