#include "msmv/doctor/examine.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "commands.h"
#include "msmv/doctor/build_facts.h"

namespace msmv::app {
namespace {

struct DoctorArguments {
  std::filesystem::path model;
  bool as_json = false;
};

Outcome examine(const DoctorArguments& arguments) {
  if (!arguments.as_json) {
    std::printf("%s\n", doctor::version_text().c_str());
    std::fflush(stdout);  // the rest takes some seconds
  }
  const auto findings = doctor::examine(arguments.model);
  if (arguments.as_json) {
    std::printf("%s\n", doctor::to_json(findings).dump(2).c_str());
  } else {
    for (const doctor::Finding& finding : findings) {
      std::printf("%-8s %-15s %s\n", std::string(enum_name(finding.state)).c_str(),
                  finding.name.c_str(), finding.text.c_str());
    }
  }
  return doctor::is_any_broken(findings) ? Outcome::some_input_failed : Outcome::ok;
}

}  // namespace

void add_doctor(Program& program) {
  const auto arguments = std::make_shared<DoctorArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "doctor", "Checks the installation and tries it; exit code 1 if something is broken");
  command->add_option("--model", arguments->model, "model file [the one that ships]");
  command->add_flag("--json", arguments->as_json, "print JSON, with the versions of libraries");
  command->footer("Example: msmv doctor --json");
  command->callback([arguments, &program] { program.outcome = examine(*arguments); });
}

}  // namespace msmv::app
