#pragma once

#include <CLI/CLI.hpp>

#include "msmv/classify/model.h"

namespace msmv::app {

// How a subcommand runs a model: --backend, --device, --precision (auto: LoadOptions::precision
// unset),
// --threads.
void add_loading_options(CLI::App& command, LoadOptions& options);

// load_model, saying on stderr where it falls back to another precision.
Model load_and_say(const std::filesystem::path& path, const LoadOptions& options);

}  // namespace msmv::app
