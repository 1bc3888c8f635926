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
#include "picture_options.h"
#include "say.h"

namespace msmv::app {
namespace {

struct StainArguments {
  PictureArguments pictures{.batch = {.what = "Normalized", .extensions = {".png"}}};
  std::vector<std::filesystem::path> targets;
  stain::Config config;
};

// The look of the target pictures; the default look when there are none.
stain::Target target_of(const StainArguments& arguments) {
  std::vector<stain::Target> looks;
  for (const auto& path : arguments.targets) {
    const auto look = stain::look_of(image::read(path, arguments.pictures.batch.reading).image);
    if (!look) {
      throw InputError(path, "shows no tissue stained with both hematoxylin and eosin");
    }
    looks.push_back(*look);
  }
  return looks.empty() ? stain::Target{} : stain::average(looks);
}

struct Normalized {
  RgbImage image;
  std::string note;  // that its colours are its own, and why
};

Normalized normalized(const Photo& photo, const stain::Config& config) {
  const stain::Recolouring recolouring = stain::measure(photo.image, config);
  Normalized made{stain::apply(recolouring, photo.image), ""};
  if (recolouring.fault != stain::Fault::none) {
    made.note = stain::text(recolouring.fault) + std::string("; left as it is");
  }
  return made;
}

void write(const Normalized& made, const Photo& photo, const std::filesystem::path& output) {
  const bool is_size_known = photo.um_per_px_source != PixelSizeSource::assumed;
  image::write(output, made.image, is_size_known ? std::optional(photo.um_per_px) : std::nullopt);
}

void normalize_one(const runs::PictureBatch& batch, const stain::Config& config) {
  const std::filesystem::path picture = batch.paths.front();
  runs::require_other_than({picture}, batch.output);
  const Photo photo = image::read(picture, batch.reading);
  const Normalized made = normalized(photo, config);
  if (!made.note.empty()) {
    say(picture, made.note);
  }
  write(made, photo, batch.output);
  const std::string extension = lower_case(batch.output.extension().string());
  if (photo.um_per_px_source != PixelSizeSource::assumed &&
      (extension == ".jpg" || extension == ".jpeg")) {
    say(batch.output,
        "JPEG keeps no pixel size that msmv reads again: give it by --mpp, or write .tif or .png");
  }
}

// One picture into a file; else a folder of them.
bool is_one(const runs::PictureBatch& batch) {
  const std::filesystem::path picture = batch.paths.front();
  return batch.paths.size() == 1 && picture != "-" && picture.extension() != ".csv" &&
         !std::filesystem::is_directory(picture) && batch.output.has_extension();
}

Outcome normalize_all(const StainArguments& arguments) {
  const runs::PictureBatch& batch = arguments.pictures.batch;
  runs::require_other_than(arguments.targets, batch.output);
  stain::Config config = arguments.config;
  config.target = target_of(arguments);
  if (is_one(batch)) {
    normalize_one(batch, config);
    return Outcome::ok;
  }
  return make_of_each(
      arguments.pictures, [&](const dataset::Sample& sample, const std::filesystem::path& stem) {
        const std::filesystem::path output = stem.string() + ".png";
        runs::require_other_than(arguments.targets, output);
        const Photo photo =
            image::read(sample.path, image::with_pixel_size(batch.reading, sample.um_per_px));
        const Normalized made = normalized(photo, config);
        write(made, photo, output);
        // Nothing here depends on the pixel size, which need not be said to be assumed.
        return runs::MadeFiles{.um_per_px_source = PixelSizeSource::file, .note = made.note};
      });
}

}  // namespace

void add_stain(Program& program) {
  auto arguments = std::make_shared<StainArguments>();
  CLI::App* command =
      program.cli.add_subcommand("stain", "Normalizes the stains of pictures to those of a target");
  command->footer("Example: msmv stain field.tif --target reference.png --output same_look.png");
  add_picture_options(*command, arguments->pictures);
  command
      ->add_option("--target", arguments->targets,
                   "target picture; several give their mean [the mean of BACH]")
      ->allow_extra_args(false);
  add_enum_option(*command, "--method", arguments->config.method, "normalisation method")
      ->default_str(std::string(enum_name(arguments->config.method)));
  command
      ->add_option("--output", arguments->pictures.batch.output,
                   "file of one picture: .png, .jpg or .tif; folder for NAME.png of several")
      ->required();
  command->callback([arguments, &program] { program.outcome = normalize_all(*arguments); });
}

}  // namespace msmv::app
