#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "commands.h"
#include "msmv/doctor/build_facts.h"
#include "usage.h"

namespace {
constexpr int kFailed = 1;
constexpr int kUsage = 2;
}  // namespace

int main(int argc, char** argv) {
  CLI::App cli{"Breast-cancer histology classification by MSMV-PFENet (Liu et al. 2022)", "msmv"};
  cli.require_subcommand(1);
  cli.set_version_flag("--version", msmv::doctor::version_text, "How it was built, and exit");
  cli.failure_message(msmv::app::usage_fault);
  cli.footer("Example: msmv classify field.tif (msmv SUBCOMMAND --help has one for each)");
  msmv::app::Program program{cli};
  msmv::app::add_bench(program);
  msmv::app::add_classify(program);
  msmv::app::add_compare(program);
  msmv::app::add_completion(program);
  msmv::app::add_curves(program);
  msmv::app::add_doctor(program);
  msmv::app::add_evaluate(program);
  msmv::app::add_model(program);
  msmv::app::add_nuclei(program);
  msmv::app::add_phantom(program);
  msmv::app::add_regions(program);
  msmv::app::add_reproduce(program);
  msmv::app::add_stain(program);
  msmv::app::add_train(program);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return cli.exit(error) == 0 ? 0 : kUsage;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "msmv: %s\n", error.what());
    return kFailed;
  }
  return static_cast<int>(program.outcome);
#include "run.h"

int main(int argc, char** argv) {
  return msmv::app::run(argc, argv);
}
