#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "commands.h"
#include "loading_options.h"
#include "msmv/dataset/read.h"
#include "msmv/runs/classify_pictures.h"
#include "process.h"
#include "reading_options.h"
#include "say.h"
#include "terminal.h"

namespace msmv::app {
namespace {

struct ClassifyArguments {
  runs::ClassifyPictures run;
  std::filesystem::path root;
  bool as_json = false;
  LoadOptions loading;
};

Outcome classify_all(ClassifyArguments arguments) {
  runs::ClassifyPictures& run = arguments.run;
  const auto listed = dataset::list_pictures(run.paths, std::cin, arguments.root);
  for (const dataset::Fault& note : listed.notes) {
    say(note.path, note.text);
  }
  if (run.model_path.empty()) {
    run.model_path = default_model_path();
  }
  const Model model = load_and_say(run.model_path, arguments.loading);
  Terminal terminal;
  run.rows.format = arguments.as_json ? runs::RowFormat::json_lines : runs::RowFormat::csv;
  run.rows.print = [&terminal](const std::string& text) {
    terminal.clear();  // both may go to one terminal
    std::cout << text;
    require_written_output();
  };
  const runs::Ended ended = runs::classify_pictures(listed, model, run, terminal.watch());
  terminal.clear();
  return outcome_of(ended, "picture", run.rows.output.empty() ? "" : "; --resume continues it");
}

}  // namespace

void add_classify(Program& program) {
  const auto arguments = std::make_shared<ClassifyArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "classify", "Classifies pictures: class, scores and votes of each");
  command
      ->add_option("PATH", arguments->run.paths,
                   "pictures, folders, manifests (*.csv), or - for a list on standard input")
      ->required();
  command->add_option("--root", arguments->root, "root folder of a manifest's files");
  command->add_option("--model", arguments->run.model_path, "model file [the one that ships]");
  CLI::Option* output = command->add_option(
      "--output", arguments->run.rows.output,
      "table to write [-, standard output]; it appears when the run is complete");
  command->add_flag("--json", arguments->as_json, "JSON lines with every view, instead of CSV");
  command->add_option("--overlay", arguments->run.overlays,
                      "folder for one annotated PNG a picture: its nuclei and key regions");
  command->add_option("--explain", arguments->run.explanations,
                      "folder for one activation map (PNG) a picture");
  command
      ->add_flag("--resume", arguments->run.rows.resume,
                 "resume an interrupted run into the same --output")
      ->needs(output);
  command
      ->add_flag(
          "--retry-faulty", arguments->run.rows.retry_faulty,
          "classify again the pictures with an error in the finished --output, keep its other "
          "rows")
      ->needs(output);
  add_accept_unfit_flag(*command, arguments->run.accept_unfit);
  add_reading_options(*command, arguments->run.reading);
  add_loading_options(*command, arguments->loading);
  command->add_flag(
      "--early-vote",
      [arguments](std::int64_t count) {
        arguments->loading.voters = count > 0 ? Voters::until_settled : Voters::all;
      },
      "stop voting once the rest can't change the class: the same class, sooner, with scores and "
      "votes of fewer views");
  command->footer("Example: msmv classify fields/ --output classes.csv --overlay overlays/");
  command->callback([arguments, &program] {
    if (arguments->run.rows.retry_faulty && arguments->as_json) {
      throw CLI::ValidationError("--retry-faulty", "takes rows from a CSV table, not from --json");
    }
    if (arguments->run.rows.output == "-") {  // as the PATH - is standard input
      if (arguments->run.rows.resume || arguments->run.rows.retry_faulty) {
        throw CLI::RequiresError("--resume", "an --output file");
      }
      arguments->run.rows.output.clear();
    }
    program.outcome = classify_all(*arguments);
  });
}

}  // namespace msmv::app
