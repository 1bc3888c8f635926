#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace msmv::app {

// Says in a line what was wrong with a command line, and what may have been meant.
// For CLI::App::failure_message.
std::string usage_fault(const CLI::App* program, const CLI::Error& error);

// Makes `--output ""`, as a script with an unset variable gives it, a usage fault in each command.
void refuse_empty_values(CLI::App& program);

}  // namespace msmv::app
