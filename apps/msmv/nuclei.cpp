#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <ostream>
#include <string>

#include "commands.h"
#include "enum_option.h"
#include "input_files.h"
#include "msmv/files/atomic_file.h"
#include "msmv/image/field.h"
#include "msmv/image/read.h"
#include "msmv/krem/detect.h"
#include "reading_options.h"
#include "say.h"

namespace msmv::app {
namespace {

struct NucleiArguments {
  std::filesystem::path picture, table;
  image::ReadOptions reading;
  // A small picture is taken as it is: nothing needs to fill a window here.
  image::Config field{.min_side_px = 1, .refused_side_px = 32};
  krem::Config krem;
};

void write_nuclei(const NucleiArguments& arguments) {
  require_other_than({arguments.picture}, arguments.table);
  const Photo photo = image::read(arguments.picture, arguments.reading);
  AssumedSize(arguments.reading).look_at(arguments.picture, photo.um_per_px_source);
  const Field field = image::to_field(photo, arguments.field);
  const auto nuclei = krem::detect(field.image, field.um_per_px, arguments.krem);
  const double um2_per_px = field.um_per_px * field.um_per_px;
  const auto write = [&](std::ostream& stream) {
    stream << "x,y,area_um2\n";
    for (const Nucleus& nucleus : nuclei) {
      const Point at = image::to_original(field, nucleus.centre);
      char row[96];
      std::snprintf(row, sizeof row, "%.2f,%.2f,%.2f\n", at.x, at.y, nucleus.area_px * um2_per_px);
      stream << row;
    }
  };
  if (arguments.table == "-") {
    write(std::cout);
  } else {
    files::write_atomically(arguments.table, write);
  }
  say(arguments.picture, std::to_string(nuclei.size()) + " nuclei");
}

}  // namespace

void add_nuclei(Program& program) {
  const auto arguments = std::make_shared<NucleiArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "nuclei", "Finds the nuclei of a picture: x, y (its pixels) and area_um2");
  command->add_option("IMAGE", arguments->picture, "picture")->required();
  command->add_option("--csv", arguments->table, "table to write; - is standard output")
      ->required();
  add_enum_option(*command, "--detector", arguments->krem.detector, "method that finds nuclei");
  add_reading_options(*command, arguments->reading);
  command->footer("Example: msmv nuclei field.tif --mpp 0.25 --csv nuclei.csv");
  command->callback([arguments] { write_nuclei(*arguments); });
}

}  // namespace msmv::app
