#pragma once

// One line a subcommand: each adds itself, its options and what it does to the program.

#include <CLI/CLI.hpp>

namespace msmv::app {

// How a subcommand that ran to its end went: becomes the exit code.
enum class Outcome { ok = 0, some_input_failed = 1 };

// Set by the subcommand that ran.
struct Program {
  CLI::App& cli;
  Outcome outcome = Outcome::ok;
};

}  // namespace msmv::app
