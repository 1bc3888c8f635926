#include <algorithm>
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
#include "msmv/phantom/slide.h"
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
  bool is_slide = false;
  phantom::SlideConfig slide;
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

// Writes what is where on a slide, in pixels of level 0: islands as ellipses, pen marks as strokes.
void write_truth(const std::filesystem::path& path, const phantom::PhantomSlide& slide) {
  files::write_atomically(path, [&](std::ostream& out) {
    out << "kind,name,x,y,half_width,half_height,to_x,to_y,thickness\n"
        << std::fixed << std::setprecision(1);
    for (const phantom::Island& island : slide.islands) {
      out << "tissue," << enum_name(island.arrangement) << ',' << island.centre_x << ','
          << island.centre_y << ',' << island.half_width << ',' << island.half_height << ",,,\n";
    }
    for (const phantom::PenMark& mark : slide.marks) {
      out << "pen," << mark.ink << ',' << mark.from_x << ',' << mark.from_y << ",,," << mark.to_x
          << ',' << mark.to_y << ',' << mark.thickness << '\n';
    }
  });
}

void draw_slides(const PhantomArguments& arguments) {
  const bool is_file = arguments.output.has_extension() && arguments.count == 1;
  const std::filesystem::path folder = is_file ? arguments.output.parent_path() : arguments.output;
  if (!folder.empty()) {
    std::filesystem::create_directories(folder);
  }
  for (int i = 0; i < arguments.count; ++i) {
    const Seed seed = arguments.seed + static_cast<Seed>(i);
    const std::filesystem::path path =
        is_file ? arguments.output : folder / ("slide_" + std::to_string(seed) + ".tif");
    const phantom::PhantomSlide slide = phantom::draw_slide(seed, arguments.slide);
    phantom::write_slide(path, slide);
    write_truth(std::filesystem::path(path).replace_extension(".csv"), slide);
  }
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
  CLI::App* command =
      program.cli.add_subcommand("phantom", "Draws synthetic H&E fields with known nuclei");
  command->footer("Example: msmv phantom --seed 7 --count 3 --output phantoms");
  command
      ->add_option("--seed", arguments->seed, "seed of the first phantom; the next ones count up")
      ->check(within(0, 9e15))
      ->capture_default_str();
  command->add_option("--count", arguments->count, "number of phantoms")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command
      ->add_option("--output", arguments->output,
                   "folder for phantom_SEED.tif and phantom_SEED.csv, or name of one picture (.tif "
                   "or .png); its nuclei (x,y,area_um2) are written beside it as .csv")
      ->required();
  CLI::Option* like = add_enum_option(*command, "--like", arguments->arrangement,
                                      "class to imitate [chosen by the seed]");
  CLI::Option* slide = command->add_flag(
      "--slide", arguments->is_slide,
      "draw whole slides [8000 x 6000 px of 0.25 um]: pyramids (.tif) of tissue islands on glass "
      "with pen marks, and a table of their places (.csv)");
  command->add_option("--islands", arguments->slide.islands, "islands of tissue on a slide")
      ->check(CLI::Range(1, 64))
      ->needs(slide)
      ->capture_default_str();
  const auto side = CLI::Range(64, 32768);
  CLI::Option* width = command->add_option("--width", arguments->config.width_px, "width in pixels")
                           ->check(side)
                           ->capture_default_str();
  CLI::Option* height =
      command->add_option("--height", arguments->config.height_px, "height in pixels")
          ->check(side)
          ->capture_default_str();
  CLI::Option* mpp = command->add_option("--mpp", arguments->config.um_per_px, "pixel size in um")
                         ->check(within(0.1, 2))
                         ->capture_default_str();
  like->excludes(slide);
  command->callback([arguments, like, width, height, mpp] {
    if (arguments->is_slide) {
      phantom::SlideConfig& config = arguments->slide;
      config.width_px = width->count() > 0 ? arguments->config.width_px : config.width_px;
      config.height_px = height->count() > 0 ? arguments->config.height_px : config.height_px;
      config.um_per_px = mpp->count() > 0 ? arguments->config.um_per_px : config.um_per_px;
      if (std::min(config.width_px, config.height_px) < 512) {
        throw CLI::ValidationError("--slide", "a slide's sides are 512 px at least");
      }
      draw_slides(*arguments);
      return;
    }
    if (std::max(arguments->config.width_px, arguments->config.height_px) > 16384) {
      throw CLI::ValidationError("--width", "a field's sides are 16384 px at most");
    }
    if (like->count() > 0) {
      arguments->config.arrangement = arguments->arrangement;
    }
    draw_all(*arguments);
  });
}

}  // namespace msmv::app
