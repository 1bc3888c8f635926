#pragma once

#include <filesystem>

#include "msmv/doctor/blas.h"
#include "msmv/doctor/finding.h"
#include "msmv/engine/precision.h"

// Findings about this machine, apart from msmv's own files.

namespace msmv::doctor {

// The instructions that are used, and which precisions they allow. Without AVX2: a warning.
Finding judge_processor(const engine::Processor& processor);

// The reference BLAS is a warning, with the cure.
Finding judge_blas(const Blas& blas);

// Writes a file there, reads it back and removes it. Less than 100 MB free is a warning; throws
// InputError when it can't be written.
Finding judge_temporary_folder(const std::filesystem::path& folder);

}  // namespace msmv::doctor
