#include "picture_options.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "data_options.h"
#include "msmv/dataset/read.h"
#include "reading_options.h"
#include "terminal.h"

namespace msmv::app {

void add_picture_options(CLI::App& command, PictureArguments& arguments) {
  command
      .add_option("IMAGE", arguments.batch.paths,
                  "pictures, folders, manifests (*.csv), or - for a list on standard input")
      ->required();
  command.add_option("--root", arguments.root, "root folder of a manifest's files");
  add_threads_option(command, arguments.batch.threads);
  add_reading_options(command, arguments.batch.reading);
}

Outcome make_of_each(const PictureArguments& arguments, const runs::MakeFiles& make) {
  const auto listed = dataset::list_pictures(arguments.batch.paths, std::cin, arguments.root);
  Terminal terminal;
  const runs::Ended ended = runs::run_batch(listed, arguments.batch, make, terminal.watch());
  terminal.clear();
  return outcome_of(ended);
}

}  // namespace msmv::app
