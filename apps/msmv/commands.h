#pragma once

// The subcommands. Each adds itself, its options and what it does to the program; its file is
// apps/msmv/NAME.cpp and does three things: parse, call the library, write.

#include <CLI/CLI.hpp>

namespace msmv::app {

// How a subcommand that ran to its end went: the exit code. Usage errors are 2.
enum class Outcome { ok = 0, some_input_failed = 1 };

struct Program {
  CLI::App& cli;
  Outcome outcome = Outcome::ok;  // set by the subcommand that ran
};

void add_bench(Program& program);
void add_calibrate(CLI::App& model);    // msmv model calibrate
void add_export(CLI::App& model);       // msmv model export
void add_temperature(CLI::App& model);  // msmv model temperature
void add_classify(Program& program);
void add_compare(Program& program);
void add_completion(Program& program);
void add_curves(Program& program);
void add_doctor(Program& program);
void add_encode(Program& program);
void add_evaluate(Program& program);
void add_model(Program& program);
void add_nuclei(Program& program);
void add_phantom(Program& program);
void add_regions(Program& program);
void add_report(Program& program);
void add_reproduce(Program& program);
void add_slides(Program& program);
void add_stain(Program& program);
void add_train(Program& program);
void add_train_nuclei(Program& program);
void add_view(Program& program);

}  // namespace msmv::app
