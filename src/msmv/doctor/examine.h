#pragma once

#include <filesystem>
#include <vector>

#include "msmv/config/json.h"
#include "msmv/doctor/finding.h"

namespace msmv::doctor {

// Looks at everything that msmv needs here: processor, BLAS, GPU, the folder for temporary files,
// the model (the default one where `model` is empty) in every precision, and tries the whole chain
// on a phantom. Some seconds, a core. Faults become findings; nothing is thrown for them.
std::vector<Finding> examine(const std::filesystem::path& model);

bool is_any_broken(const std::vector<Finding>& findings);

// Build, libraries and findings, for programs.
Json to_json(const std::vector<Finding>& findings);

}  // namespace msmv::doctor
