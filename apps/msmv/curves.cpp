#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "commands.h"
#include "msmv/report/training_log.h"

namespace msmv::app {

void add_curves(Program& program) {
  struct Arguments {
    std::filesystem::path log, output;
    std::string caption;
  };
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = program.cli.add_subcommand(
      "curves", "Draws loss and accuracy of a training run, also while it runs");
  command->add_option("LOG", arguments->log, "the run's log (JSON lines)")->required();
  command
      ->add_option("--output", arguments->output,
                   "path without extension; .png and .svg are written")
      ->required();
  command->add_option("--caption", arguments->caption,
                      "caption of the charts, such as the images and the split");
  command->footer("Example: msmv curves run/log.jsonl --output run/curves");
  command->callback([arguments] {
    if (const auto extension = arguments->output.extension();
        extension == ".png" || extension == ".svg") {
      arguments->output.replace_extension();
    }
    report::draw_training_curves(arguments->output, report::read_training_log(arguments->log),
                                 arguments->caption);
  });
}

}  // namespace msmv::app
