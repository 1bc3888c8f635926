#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <ostream>
#include <string>

#include "commands.h"
#include "enum_option.h"
#include "input_files.h"
#include "msmv/classify/find_nuclei.h"
#include "msmv/files/atomic_file.h"
#include "msmv/image/field.h"
#include "msmv/image/read.h"
#include "msmv/krem/config.h"
#include "msmv/report/nuclei_files.h"
#include "reading_options.h"
#include "say.h"

namespace msmv::app {
namespace {

struct NucleiArguments {
  std::filesystem::path picture, table, geojson, summary;
  image::ReadOptions reading;
  // A small picture is taken as it is: nothing needs to fill a window here.
  image::Config field{.min_side_px = 1, .refused_side_px = 32};
  krem::Config krem{.detector = krem::Detector::learned};
};

report::FoundNuclei found_in(const NucleiArguments& arguments, const Photo& photo) {
  const Field field = image::to_field(photo, arguments.field);
  const double um2_per_px = field.um_per_px * field.um_per_px;
  const PixelSize um = photo.um_per_px;
  report::FoundNuclei found{
      .file = arguments.picture.string(),
      .detector = std::string(enum_name(arguments.krem.detector)),
      .nuclei = {},
      .area_mm2 = static_cast<double>(photo.image.pixels.total()) * um.x * um.y / 1e6};
  for (const Nucleus& nucleus : find_nuclei(field, arguments.krem)) {
    found.nuclei.push_back({.at = image::to_original(field, nucleus.centre),
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

void write_nuclei(const NucleiArguments& arguments) {
  for (const auto& output : {arguments.table, arguments.geojson, arguments.summary}) {
    require_other_than({arguments.picture}, output);
  }
  const Photo photo = image::read(arguments.picture, arguments.reading);
  AssumedSize(arguments.reading).look_at(arguments.picture, photo.um_per_px_source);
  const report::FoundNuclei found = found_in(arguments, photo);
  write_to(arguments.table, [&](std::ostream& out) { report::write_nuclei_csv(out, found); });
  write_to(arguments.geojson, [&](std::ostream& out) { report::write_nuclei_geojson(out, found); });
  write_to(arguments.summary,
           [&](std::ostream& out) { out << report::nuclei_summary(found).dump(2) << '\n'; });
  char density[48];
  std::snprintf(density, sizeof density, "%.0f per mm2 of %.3f mm2", found.per_mm2(),
                found.area_mm2);
  say(arguments.picture, std::to_string(found.nuclei.size()) + " nuclei, " + density);
}

}  // namespace

void add_nuclei(Program& program) {
  const auto arguments = std::make_shared<NucleiArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "nuclei", "Where the nuclei of a picture are: x, y (its pixels), area_um2, probability");
  command->add_option("IMAGE", arguments->picture, "picture")->required();
  command->add_option("--csv", arguments->table, "table to write; - is standard output")
      ->required();
  command->add_option("--geojson", arguments->geojson, "the same as detections for QuPath");
  command->add_option("--summary", arguments->summary,
                      "JSON file: number of nuclei, area, nuclei per mm2");
  add_enum_option(*command, "--detector", arguments->krem.detector, "how nuclei are found");
  add_reading_options(*command, arguments->reading);
  command->footer("Example: msmv nuclei field.tif --mpp 0.25 --csv nuclei.csv");
  command->callback([arguments] { write_nuclei(*arguments); });
}

}  // namespace msmv::app
