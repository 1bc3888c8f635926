#include <filesystem>
#include <iomanip>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "commands.h"
#include "enum_option.h"
#include "msmv/files/atomic_file.h"
#include "msmv/image/write.h"
#include "msmv/phantom/draw.h"
#include "msmv/values/errors.h"
#include "within.h"

namespace msmv::app {
namespace {

struct PhantomArguments {
  Seed seed = 0;
  int count = 1;
  phantom::Config config;
  phantom::Arrangement arrangement{};
  std::filesystem::path output;
};

// The nuclei in pixels of the picture, with their areas, as `msmv nuclei` writes what it finds.
void write_truth(const std::filesystem::path& path, const phantom::Phantom& phantom) {
  const double um2_per_px = phantom.um_per_px * phantom.um_per_px;
  files::write_atomically(path, [&](std::ostream& out) {
    out << "x,y,area_um2\n" << std::fixed << std::setprecision(2);
    for (const Nucleus& nucleus : phantom.nuclei) {
      out << nucleus.centre.x << ',' << nucleus.centre.y << ',' << nucleus.area_px * um2_per_px
          << '\n';
    }
  });
}

void draw_all(const PhantomArguments& arguments) {
  // A name with an extension is a file; anything else is a folder, and so is that of several which
  // only has a dot in it.
  const bool is_file = arguments.output.has_extension() &&
                       !std::filesystem::is_directory(arguments.output) &&
                       (arguments.count == 1 || image::can_write(arguments.output));
  if (is_file && arguments.count > 1) {
    throw InputError(arguments.output,
                     "can't hold " + std::to_string(arguments.count) + " phantoms: name a folder");
  }
  if (!is_file) {
    std::filesystem::create_directories(arguments.output);
  }
  for (int i = 0; i < arguments.count; ++i) {
    const Seed seed = arguments.seed + static_cast<Seed>(i);
    const phantom::Phantom phantom = phantom::draw(seed, arguments.config);
    const std::filesystem::path path =
        is_file ? arguments.output
                : arguments.output / ("phantom_" + std::to_string(seed) + ".tif");
    image::write(path, phantom.image, PixelSize{phantom.um_per_px, phantom.um_per_px});
    write_truth(std::filesystem::path(path).replace_extension(".csv"), phantom);
  }
}

}  // namespace

void add_phantom(Program& program) {
  auto arguments = std::make_shared<PhantomArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "phantom", "Draws fields that look like H&E, with the places of their nuclei");
  command->footer("Example: msmv phantom --seed 7 --count 3 --output phantoms");
  command->add_option("--seed", arguments->seed, "the first phantom; the next ones count on")
      ->check(within(0, 9e15))
      ->capture_default_str();
  command->add_option("--count", arguments->count, "how many")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command
      ->add_option("--output", arguments->output,
                   "a folder, for phantom_SEED.tif and phantom_SEED.csv, or the name of one "
                   "picture (.tif or .png); x,y,area_um2 goes beside it as .csv")
      ->required();
  CLI::Option* like = add_enum_option(*command, "--like", arguments->arrangement,
                                      "the class it imitates; without it, the seed chooses");
  const auto side = CLI::Range(64, 16384);
  command->add_option("--width", arguments->config.width_px, "in pixels")
      ->check(side)
      ->capture_default_str();
  command->add_option("--height", arguments->config.height_px, "in pixels")
      ->check(side)
      ->capture_default_str();
  command->add_option("--mpp", arguments->config.um_per_px, "micrometres per pixel")
      ->check(within(0.1, 2))
      ->capture_default_str();
  command->callback([arguments, like] {
    if (like->count() > 0) {
      arguments->config.arrangement = arguments->arrangement;
    }
    draw_all(*arguments);
  });
}

}  // namespace msmv::app
