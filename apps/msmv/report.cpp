#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "commands.h"
#include "msmv/classify/model.h"
#include "msmv/doctor/build_facts.h"
#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"
#include "msmv/view/report_page.h"
#include "process.h"
#include "say.h"

namespace msmv::app {
namespace {

struct ReportArguments {
  view::ReportOptions options;
  std::filesystem::path output, model;
};

// On how many images the model was trained and validated, where the file is the run's own.
std::string provenance_of(const std::string& id, const std::filesystem::path& named) {
  const ModelFile file = model::read(named.empty() ? default_model_path() : named);
  const Json& provenance = file.provenance;
  if (file.id != id || !provenance.contains("training")) {
    return "";
  }
  const Json& training = provenance["training"];
  const auto text = [&](const char* key) {
    return training.contains(key) ? training[key].dump() : std::string("unknown");
  };
  std::string sentence = "trained on " + text("training_images") + " images, validated on " +
                         text("validation_images");
  if (provenance.contains("split") && provenance["split"].contains("split")) {
    sentence += ", split " + provenance["split"]["split"].get<std::string>();
  }
  return sentence;
}

}  // namespace

void add_report(Program& program) {
  const auto arguments = std::make_shared<ReportArguments>();
  view::ReportOptions& options = arguments->options;
  CLI::App* command = program.cli.add_subcommand(
      "report", "Writes a run of classify or slides as one self-contained HTML page");
  command->add_option("RUN", options.run, "folder or table of a run")->required();
  command->add_option("--output", arguments->output, "HTML file to write")->required();
  command->add_option("--root", options.root, "root folder of the run's pictures or slides");
  command->add_option("--labels", options.labels,
                      "manifest with the true classes [labels.csv beside the run, if it is there]");
  command->add_option("--labels-root", options.labels_root,
                      "root folder of the manifest's files [--root]");
  command->add_option("--model", arguments->model,
                      "model file of the run, whose training the page names [the one that ships]");
  command->add_option("--threads", options.threads, "number of threads that read pictures [all]")
      ->check(CLI::Range(1, 1024));
  command->footer("Example: msmv report out --root fields --output report.html");
  command->callback([arguments] {
    view::ReportOptions& report = arguments->options;
    const doctor::BuildFacts& build = doctor::build_facts();
    report.build = build.version + " " + build.revision;
    report.provenance = [arguments](const std::string& id) {
      return provenance_of(id, arguments->model);
    };
    report.say = [](const std::string& line) { app::say(line); };
    files::write_atomically(arguments->output, view::report_page(report));
  });
}

}  // namespace msmv::app
