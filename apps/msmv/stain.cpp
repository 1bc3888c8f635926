#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands.h"
#include "enum_option.h"
#include "msmv/image/read.h"
#include "msmv/image/write.h"
#include "msmv/runs/input_files.h"
#include "msmv/stain/normalize.h"
#include "msmv/values/errors.h"
#include "msmv/values/nearest_name.h"
#include "reading_options.h"
#include "say.h"

namespace msmv::app {
namespace {

struct StainArguments {
  std::filesystem::path image, output;
  std::vector<std::filesystem::path> targets;
  image::ReadOptions reading;
  stain::Config config;
};

// The look of the target pictures; the default look when there are none.
stain::Target target_of(const StainArguments& arguments) {
  std::vector<stain::Target> looks;
  for (const auto& path : arguments.targets) {
    const auto look = stain::look_of(image::read(path, arguments.reading).image);
    if (!look) {
      throw InputError(path, "shows no tissue stained with both hematoxylin and eosin");
    }
    looks.push_back(*look);
  }
  return looks.empty() ? stain::Target{} : stain::average(looks);
}

void normalize_one(const StainArguments& arguments) {
  runs::require_other_than({arguments.image}, arguments.output);
  runs::require_other_than(arguments.targets, arguments.output);
  stain::Config config = arguments.config;
  config.target = target_of(arguments);
  const Photo photo = image::read(arguments.image, arguments.reading);
  const stain::Recolouring recolouring = stain::measure(photo.image, config);
  const RgbImage normalized = stain::apply(recolouring, photo.image);
  if (recolouring.fault != stain::Fault::none) {
    say(arguments.image, stain::text(recolouring.fault) + std::string("; left as it is"));
  }
  const std::string extension = lower_case(arguments.output.extension().string());
  const bool is_size_known = photo.um_per_px_source != PixelSizeSource::assumed;
  image::write(arguments.output, normalized,
               is_size_known ? std::optional(photo.um_per_px) : std::nullopt);
  if (is_size_known && (extension == ".jpg" || extension == ".jpeg")) {
    say(arguments.output,
        "JPEG keeps no pixel size that msmv reads again: give it by --mpp, or write .tif or .png");
  }
}

}  // namespace

void add_stain(Program& program) {
  auto arguments = std::make_shared<StainArguments>();
  CLI::App* command =
      program.cli.add_subcommand("stain", "Normalizes a picture's stains to those of a target");
  command->footer("Example: msmv stain field.tif --target reference.png --output same_look.png");
  command->add_option("image", arguments->image, "picture to normalize")->required();
  command
      ->add_option("--target", arguments->targets,
                   "target picture; several give their mean [the mean of BACH]")
      ->allow_extra_args(false);
  add_enum_option(*command, "--method", arguments->config.method, "normalisation method")
      ->default_str(std::string(enum_name(arguments->config.method)));
  command->add_option("--output", arguments->output, "file to write: .png, .jpg or .tif")
      ->required();
  add_reading_options(*command, arguments->reading);
  command->callback([arguments] { normalize_one(*arguments); });
}

}  // namespace msmv::app
