#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "commands.h"
#include "enum_option.h"
#include "msmv/classify/stream.h"
#include "msmv/files/atomic_file.h"
#include "msmv/image/write.h"
#include "msmv/report/overlay.h"
#include "msmv/report/region_json.h"
#include "msmv/values/errors.h"
#include "picture_options.h"

namespace msmv::app {
namespace {

struct RegionsArguments {
  PictureArguments pictures{.batch = {.what = "Regions", .extensions = {".json", ".png"}}};
  Config config;
};

runs::MadeFiles write_regions(const dataset::Sample& sample, const std::filesystem::path& stem,
                              const RegionsArguments& arguments) {
  const Classified picture = read_and_prepare({sample.path, sample.um_per_px}, arguments.config,
                                              arguments.pictures.batch.reading);
  if (!picture.fault.empty()) {
    throw InputError(sample.path, picture.fault);
  }
  const PreparedField& prepared = picture.prepared;
  files::write_atomically(
      stem.string() + ".json",
      report::regions_json(sample.name, prepared.field, prepared.nuclei, prepared.regions)
              .dump(2, ' ', false, Json::error_handler_t::replace) +
          "\n");
  image::write(stem.string() + ".png",
               report::draw_overlay(normalized_field(prepared),
                                    {.nuclei = prepared.nuclei, .regions = prepared.regions}));
  return {picture.um_per_px_source};
}

}  // namespace

void add_regions(Program& program) {
  const auto arguments = std::make_shared<RegionsArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "regions", "Finds the key regions of each picture: JSON and an annotated PNG");
  add_picture_options(*command, arguments->pictures);
  command
      ->add_option("--output", arguments->pictures.batch.output,
                   "folder for NAME.json and NAME.png")
      ->required();
  krem::Config& krem = arguments->config.krem;
  add_enum_option(*command, "--detector", krem.detector, "method that finds nuclei");
  add_enum_option(*command, "--selector", krem.selector, "rule that selects the windows");
  add_enum_option(*command, "--stain", arguments->config.stain.method, "stain normalisation");
  command->add_option("--views", krem.views, "number of views, 1 to 6")->check(CLI::Range(1, 6));
  command
      ->add_option("--regions-per-view", krem.regions_per_view,
                   "number of key regions of each view")
      ->check(CLI::Range(1, 1000));
  command->footer("Example: msmv regions field.tif --output regions/");
  command->callback([arguments, &program] {
    program.outcome = make_of_each(
        arguments->pictures, [&](const dataset::Sample& sample, const std::filesystem::path& stem) {
          return write_regions(sample, stem, *arguments);
        });
  });
}

}  // namespace msmv::app
