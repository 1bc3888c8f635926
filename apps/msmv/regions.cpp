#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"
#include "enum_option.h"
#include "interrupt.h"
#include "msmv/classify/classify.h"
#include "msmv/dataset/read.h"
#include "msmv/files/atomic_file.h"
#include "msmv/image/read.h"
#include "msmv/image/write.h"
#include "msmv/report/overlay.h"
#include "msmv/report/region_json.h"
#include "progress.h"
#include "reading_options.h"
#include "say.h"

namespace msmv::app {
namespace {

struct RegionsArguments {
  std::vector<std::string> paths;
  std::filesystem::path root, output;
  image::ReadOptions reading;
  Config config;
};

void write_regions(const dataset::Sample& sample, const RegionsArguments& arguments) {
  image::ReadOptions reading = arguments.reading;
  if (!reading.given_um_per_px) {
    reading.given_um_per_px = sample.um_per_px;
  }
  const PreparedField prepared = prepare(image::read(sample.path, reading), arguments.config);
  const std::string stem = (arguments.output / sample.path.stem()).string();
  files::write_atomically(
      stem + ".json",
      report::regions_json(sample.name, prepared.field, prepared.nuclei, prepared.regions).dump(2) +
          "\n");
  image::write(stem + ".png", report::draw_overlay(prepared.field, {.nuclei = prepared.nuclei,
                                                                    .regions = prepared.regions}));
}

Outcome regions_of_all(const RegionsArguments& arguments) {
  const dataset::Reading listed = dataset::list_pictures(arguments.paths, std::cin, arguments.root);
  std::filesystem::create_directories(arguments.output);
  Progress progress("Regions", static_cast<std::int64_t>(listed.dataset.samples.size()));
  catch_interrupts();
  std::int64_t done = 0;
  std::size_t failed = 0;
  for (const dataset::Sample& sample : listed.dataset.samples) {
    if (was_interrupted()) {
      throw InputError("interrupted after " + std::to_string(done) + " pictures");
    }
    try {
      write_regions(sample, arguments);
    } catch (const InputError& error) {
      progress.clear();
      say(error.what());
      ++failed;
    }
    progress.show(++done);
  }
  progress.clear();
  say_failed(failed, listed.dataset.samples.size());
  return failed == 0 ? Outcome::ok : Outcome::some_input_failed;
}

}  // namespace

void add_regions(Program& program) {
  const auto arguments = std::make_shared<RegionsArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "regions", "The key regions of each picture, as JSON and drawn over it");
  command->add_option("IMAGE", arguments->paths, "pictures, folders, manifests (*.csv) or -")
      ->required();
  command->add_option("--root", arguments->root, "folder that a manifest's files lie in");
  command->add_option("--output", arguments->output, "folder for NAME.json and NAME.png")
      ->required();
  krem::Config& krem = arguments->config.krem;
  add_enum_option(*command, "--detector", krem.detector, "how nuclei are found");
  add_enum_option(*command, "--selector", krem.selector, "which windows are kept");
  add_enum_option(*command, "--stain", arguments->config.stain.method, "colour normalisation");
  command->add_option("--views", krem.views, "how many of the six views")->check(CLI::Range(1, 6));
  command->add_option("--regions-per-view", krem.regions_per_view, "key regions of each view")
      ->check(CLI::Range(1, 1000));
  add_reading_options(*command, arguments->reading);
  command->footer("Example: msmv regions field.tif --output regions/");
  command->callback([arguments, &program] { program.outcome = regions_of_all(*arguments); });
}

}  // namespace msmv::app
