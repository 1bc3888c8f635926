#include "run.h"

#include <CLI/CLI.hpp>
#include <exception>

#include "commands.h"
#include "msmv/doctor/build_facts.h"
#include "msmv/values/fault_text.h"
#include "process.h"
#include "say.h"
#include "usage.h"

namespace msmv::app {
namespace {

constexpr int kFailed = 1;
constexpr int kUsage = 2;

void add_commands(Program& program) {
  add_bench(program);
  add_classify(program);
  add_compare(program);
  add_completion(program);
  add_curves(program);
  add_doctor(program);
  add_encode(program);
  add_evaluate(program);
  add_model(program);
  add_nuclei(program);
  add_phantom(program);
  add_regions(program);
  add_report(program);
  add_reproduce(program);
  add_slides(program);
  add_stain(program);
  add_train(program);
  add_train_nuclei(program);
  add_view(program);
}

}  // namespace

int run(int argc, char** argv) {
  prepare_process();
  CLI::App cli{"Breast-cancer histology classification by MSMV-PFENet (Liu et al. 2022)", "msmv"};
  cli.require_subcommand(1);
  cli.set_version_flag("--version", doctor::version_text, "Print version and build, and exit");
  cli.failure_message(usage_fault);
  cli.footer("Example: msmv classify field.tif (msmv SUBCOMMAND --help has one for each)");
  Program program{cli};
  add_commands(program);
  refuse_empty_values(cli);
  try {
    try {
      cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      if (cli.exit(error) != 0) {
        return kUsage;
      }
    }
    require_written_output();
  } catch (const std::exception& fault) {
    say(fault_text(fault));
    return kFailed;
  }
  return static_cast<int>(program.outcome);
}

}  // namespace msmv::app
