#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "commands.h"
#include "enum_option.h"
#include "input_files.h"
#include "msmv/files/atomic_file.h"
#include "msmv/image/field.h"
#include "msmv/image/read.h"
#include "msmv/krem/detect.h"
#include "picture_batch.h"
#include "reading_options.h"
#include "say.h"

namespace msmv::app {
namespace {

struct NucleiArguments {
  PictureBatch batch{.what = "Nuclei", .extensions = {".csv"}};
  std::filesystem::path table;  // of a single picture
  // A small picture is taken as it is: nothing needs to fill a window here.
  image::Config field{.min_side_px = 1, .refused_side_px = 32};
  krem::Config krem;
};

// What was found in one picture.
struct Found {
  Field field;
  std::vector<Nucleus> nuclei;
};

Found find_nuclei(const std::filesystem::path& picture, const image::ReadOptions& reading,
                  const NucleiArguments& arguments) {
  Found found{image::to_field(image::read(picture, reading), arguments.field), {}};
  found.nuclei = krem::detect(found.field.image, found.field.um_per_px, arguments.krem);
  return found;
}

void write_table(std::ostream& stream, const Found& found) {
  const double um2_per_px = found.field.um_per_px * found.field.um_per_px;
  stream << "x,y,area_um2\n";
  for (const Nucleus& nucleus : found.nuclei) {
    const Point at = image::to_original(found.field, nucleus.centre);
    char row[96];
    std::snprintf(row, sizeof row, "%.2f,%.2f,%.2f\n", at.x, at.y, nucleus.area_px * um2_per_px);
    stream << row;
  }
}

void write_one(const NucleiArguments& arguments) {
  const std::filesystem::path picture = arguments.batch.paths.front();
  require_other_than({picture}, arguments.table);
  const Found found = find_nuclei(picture, arguments.batch.reading, arguments);
  AssumedSize(arguments.batch.reading).look_at(picture, found.field.um_per_px_source);
  if (arguments.table == "-") {
    write_table(std::cout, found);
  } else {
    files::write_atomically(arguments.table,
                            [&](std::ostream& stream) { write_table(stream, found); });
  }
  say(picture, std::to_string(found.nuclei.size()) + " nuclei");
}

Outcome write_all(const NucleiArguments& arguments) {
  return run_batch(arguments.batch, [&](const dataset::Sample& sample,
                                        const std::filesystem::path& stem) {
    const Found found = find_nuclei(
        sample.path, image::with_pixel_size(arguments.batch.reading, sample.um_per_px), arguments);
    files::write_atomically(stem.string() + ".csv",
                            [&](std::ostream& stream) { write_table(stream, found); });
    return found.field.um_per_px_source;
  });
}

}  // namespace

void add_nuclei(Program& program) {
  const auto arguments = std::make_shared<NucleiArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "nuclei", "Where the nuclei of pictures are: x, y (their pixels) and area_um2");
  add_picture_options(*command, arguments->batch);
  CLI::Option_group* where = command->add_option_group("Where the tables go");
  where->add_option("--csv", arguments->table, "table of one picture; - is standard output");
  where->add_option("--output", arguments->batch.output, "folder for NAME.csv of each picture");
  where->require_option(1);
  add_enum_option(*command, "--detector", arguments->krem.detector, "how nuclei are found");
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
