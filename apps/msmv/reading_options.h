#pragma once

#include <CLI/CLI.hpp>

#include "msmv/image/read.h"

namespace msmv::app {

// The options of every subcommand that reads pictures: --mpp, --mpp-x, --mpp-y, --require-mpp,
// --max-pixels.
void add_reading_options(CLI::App& command, image::ReadOptions& reading);

}  // namespace msmv::app
