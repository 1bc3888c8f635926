#pragma once

#include <CLI/CLI.hpp>

#include "msmv/classify/model.h"

namespace msmv::app {

// How a subcommand runs a model: --backend, --device, --precision (auto: LoadOptions::precision
// unset),
// --threads.
void add_loading_options(CLI::App& command, LoadOptions& options);

// --accept-unfit: a class for pictures, too, whose tissue can't carry a diagnosis.
inline void add_accept_unfit_flag(CLI::App& command, bool& accept_unfit) {
  command.add_flag("--accept-unfit", accept_unfit,
                   "class for every picture, also where its tissue can't carry a diagnosis");
}

// load_model, saying on stderr where it falls back to another precision.
Model load_and_say(const std::filesystem::path& path, const LoadOptions& options);

}  // namespace msmv::app
