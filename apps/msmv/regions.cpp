#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"
#include "data_options.h"
#include "enum_option.h"
#include "input_files.h"
#include "interrupt.h"
#include "msmv/classify/stream.h"
#include "msmv/dataset/output_names.h"
#include "msmv/dataset/read.h"
#include "msmv/files/atomic_file.h"
#include "msmv/image/write.h"
#include "msmv/pipeline/pipeline.h"
#include "msmv/report/overlay.h"
#include "msmv/report/region_json.h"
#include "msmv/values/errors.h"
#include "msmv/values/fault_text.h"
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
  int threads = 0;
};

// What became of one picture.
struct Drawn {
  std::string fault;  // as it is to be said; empty: all went well
  PixelSizeSource um_per_px_source = PixelSizeSource::assumed;
};

// Into NAME.json and NAME.png.
void write_regions(const std::string& name, const std::string& file,
                   const PreparedField& prepared) {
  files::write_atomically(
      name + ".json", report::regions_json(file, prepared.field, prepared.nuclei, prepared.regions)
                              .dump(2, ' ', false, Json::error_handler_t::replace) +
                          "\n");
  image::write(name + ".png",
               report::draw_overlay(normalized_field(prepared),
                                    {.nuclei = prepared.nuclei, .regions = prepared.regions}));
}

Drawn draw_regions(const dataset::Sample& sample, const std::string& name,
                   const RegionsArguments& arguments) {
  try {
    const Classified picture =
        read_and_prepare({sample.path, sample.um_per_px}, arguments.config, arguments.reading);
    if (!picture.fault.empty()) {
      return {sample.path.string() + ": " + picture.fault};
    }
    write_regions(name, sample.name, picture.prepared);
    return {"", picture.um_per_px_source};
  } catch (const InputError& error) {
    return {error.what()};
  } catch (const std::exception& error) {
    return {sample.path.string() + ": " + fault_text(error)};
  }
}

Outcome regions_of_all(const RegionsArguments& arguments) {
  const dataset::Reading listed = dataset::list_pictures(arguments.paths, std::cin, arguments.root);
  std::filesystem::create_directories(arguments.output);
  // Rows of a manifest that are wrong by themselves come first.
  const auto faults = dataset::one_a_file(listed.faults);
  for (const dataset::Fault& fault : faults) {
    say(fault.path, fault.text);
  }
  dataset::Dataset fields = dataset::without(listed.dataset, listed.faults);
  fields.samples = without_drawn(std::move(fields.samples), arguments.paths, arguments.output);
  const auto& samples = fields.samples;
  const auto names = dataset::output_names(samples);
  const InputFiles inputs = inputs_of(fields, listed.faults);
  for (const std::string& name : names) {
    inputs.require_other((arguments.output / name).string() + ".png");
    inputs.require_other((arguments.output / name).string() + ".json");
  }
  Progress progress("Regions", static_cast<std::int64_t>(samples.size()));
  AssumedSize assumed_size(arguments.reading);
  catch_interrupts();
  std::size_t failed = faults.size();
  std::size_t done = 0;
  const auto draw = [&](std::size_t i) {
    return draw_regions(samples[i], (arguments.output / names[i]).string(), arguments);
  };
  const auto take = [&](std::size_t i, const Drawn& drawn) {
    if (drawn.fault.empty()) {
      assumed_size.look_at(samples[i].path, drawn.um_per_px_source, &progress);
    } else {
      progress.clear();
      say(drawn.fault);
      ++failed;
    }
    progress.show(static_cast<std::int64_t>(++done));
    return true;
  };
  run_pipeline_over(samples.size(), draw, take,
                    {.threads = arguments.threads, .is_stopped = was_interrupted});
  progress.clear();
  if (done < samples.size()) {
    throw InputError("interrupted after " + std::to_string(done) + " of " +
                     std::to_string(samples.size()) + " pictures");
  }
  say_failed(failed, samples.size() + faults.size());
  return failed == 0 ? Outcome::ok : Outcome::some_input_failed;
}

}  // namespace

void add_regions(Program& program) {
  const auto arguments = std::make_shared<RegionsArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "regions", "Finds the key regions of each picture: JSON, and drawn over it");
  command->add_option("IMAGE", arguments->paths, "pictures, folders, manifests (*.csv) or -")
      ->required();
  command->add_option("--root", arguments->root, "folder that a manifest's files lie in");
  command->add_option("--output", arguments->output, "folder for NAME.json and NAME.png")
      ->required();
  krem::Config& krem = arguments->config.krem;
  add_enum_option(*command, "--detector", krem.detector, "how nuclei are found");
  add_enum_option(*command, "--selector", krem.selector, "which windows are kept");
  add_enum_option(*command, "--stain", arguments->config.stain.method, "colour normalisation");
  command->add_option("--views", krem.views, "number of views, 1 to 6")->check(CLI::Range(1, 6));
  command
      ->add_option("--regions-per-view", krem.regions_per_view,
                   "number of key regions of each view")
      ->check(CLI::Range(1, 1000));
  add_threads_option(*command, arguments->threads);
  add_reading_options(*command, arguments->reading);
  command->footer("Example: msmv regions field.tif --output regions/");
  command->callback([arguments, &program] { program.outcome = regions_of_all(*arguments); });
}

}  // namespace msmv::app
