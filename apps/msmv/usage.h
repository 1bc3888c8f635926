#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace msmv::app {

// What was wrong with a command line: a line that names the fault and what may have been meant.
// For CLI::App::failure_message.
std::string usage_fault(const CLI::App* program, const CLI::Error& error);

}  // namespace msmv::app
