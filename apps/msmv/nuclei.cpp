#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "commands.h"
#include "enum_option.h"
#include "input_files.h"
#include "msmv/classify/find_nuclei.h"
#include "msmv/files/atomic_file.h"
#include "msmv/image/field.h"
#include "msmv/image/read.h"
#include "msmv/krem/config.h"
#include "msmv/report/nuclei_files.h"
#include "picture_batch.h"
#include "reading_options.h"
#include "say.h"

namespace msmv::app {
namespace {

struct NucleiArguments {
  PictureBatch batch{.what = "Nuclei", .extensions = {".csv", ".geojson", ".json"}};
  std::filesystem::path table, geojson, summary;  // of a single picture
  // A small picture is taken as it is: nothing needs to fill a window here.
  image::Config field{.min_side_px = 1, .refused_side_px = 32};
  krem::Config krem;
};

// What was found in one picture, and how its pixel size was known.
struct Found {
  report::FoundNuclei nuclei;
  PixelSizeSource um_per_px_source = PixelSizeSource::assumed;
};

Found found_in(const std::filesystem::path& picture, const image::ReadOptions& reading,
               const NucleiArguments& arguments) {
  const Photo photo = image::read(picture, reading);
  const Field field = image::to_field(photo, arguments.field);
  const double um2_per_px = field.um_per_px * field.um_per_px;
  const PixelSize um = photo.um_per_px;
  Found found{
      .nuclei = {.file = picture.string(),
                 .detector = std::string(enum_name(arguments.krem.detector)),
                 .nuclei = {},
                 .area_mm2 = static_cast<double>(photo.image.pixels.total()) * um.x * um.y / 1e6},
      .um_per_px_source = photo.um_per_px_source};
  for (const Nucleus& nucleus : find_nuclei_and_areas(field, arguments.krem)) {
    found.nuclei.nuclei.push_back({.at = image::to_original(field, nucleus.centre),
                                   .area_um2 = nucleus.area_px * um2_per_px,
                                   .probability = nucleus.probability});
  }
  return found;
}

void write_to(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write) {
  if (path == "-") {
    write(std::cout);
  } else if (!path.empty()) {
    files::write_atomically(path, write);
  }
}

// An empty path is not written.
void write_files(const report::FoundNuclei& found, const std::filesystem::path& table,
                 const std::filesystem::path& geojson, const std::filesystem::path& summary) {
  write_to(table, [&](std::ostream& out) { report::write_nuclei_csv(out, found); });
  write_to(geojson, [&](std::ostream& out) { report::write_nuclei_geojson(out, found); });
  write_to(summary,
           [&](std::ostream& out) { out << report::nuclei_summary(found).dump(2) << '\n'; });
}

void write_one(const NucleiArguments& arguments) {
  const std::filesystem::path picture = arguments.batch.paths.front();
  for (const auto& output : {arguments.table, arguments.geojson, arguments.summary}) {
    require_other_than({picture}, output);
  }
  const Found found = found_in(picture, arguments.batch.reading, arguments);
  AssumedSize(arguments.batch.reading).look_at(picture, found.um_per_px_source);
  write_files(found.nuclei, arguments.table, arguments.geojson, arguments.summary);
  char density[48];
  std::snprintf(density, sizeof density, "%.0f per mm2 of %.3f mm2", found.nuclei.per_mm2(),
                found.nuclei.area_mm2);
  say(picture, std::to_string(found.nuclei.nuclei.size()) + " nuclei, " + density);
}

Outcome write_all(const NucleiArguments& arguments) {
  return run_batch(arguments.batch, [&](const dataset::Sample& sample,
                                        const std::filesystem::path& stem) {
    const Found found = found_in(
        sample.path, image::with_pixel_size(arguments.batch.reading, sample.um_per_px), arguments);
    write_files(found.nuclei, stem.string() + ".csv", stem.string() + ".geojson",
                stem.string() + ".json");
    return found.um_per_px_source;
  });
}

}  // namespace

void add_nuclei(Program& program) {
  const auto arguments = std::make_shared<NucleiArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "nuclei", "Finds the nuclei of pictures: x, y (their pixels), area_um2, probability");
  add_picture_options(*command, arguments->batch);
  CLI::Option_group* where = command->add_option_group("Where the tables go");
  CLI::Option* table =
      where->add_option("--csv", arguments->table, "table of one picture; - is standard output");
  where->add_option("--output", arguments->batch.output,
                    "folder for NAME.csv, NAME.geojson and NAME.json of each picture");
  where->require_option(1);
  command->add_option("--geojson", arguments->geojson, "the same as detections for QuPath")
      ->needs(table);
  command
      ->add_option("--summary", arguments->summary,
                   "JSON file: number of nuclei, area, nuclei per mm2")
      ->needs(table);
  add_enum_option(*command, "--detector", arguments->krem.detector, "method that finds nuclei");
  command->footer("Example: msmv nuclei field.tif --mpp 0.25 --csv nuclei.csv");
  command->callback([arguments, &program] {
    if (!arguments->batch.output.empty()) {
      program.outcome = write_all(*arguments);
      return;
    }
    if (arguments->batch.paths.size() > 1) {
      throw CLI::ValidationError(
          "--csv takes one picture; --output is a folder for the tables of several");
    }
    write_one(*arguments);
  });
}

}  // namespace msmv::app
