#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "commands.h"
#include "enum_option.h"
#include "msmv/files/atomic_file.h"
#include "msmv/image/read.h"
#include "msmv/krem/config.h"
#include "msmv/report/nuclei_files.h"
#include "msmv/runs/assumed_size.h"
#include "msmv/runs/input_files.h"
#include "msmv/runs/nuclei_of.h"
#include "msmv/values/in_quotes.h"
#include "picture_options.h"
#include "say.h"
#include "terminal.h"

namespace msmv::app {
namespace {

struct NucleiArguments {
  PictureArguments pictures{
      .batch = {.what = "Nuclei", .extensions = {".csv", ".geojson", ".json"}}};
  std::filesystem::path table, geojson, summary;  // of a single picture
  krem::Config krem;
};

// The nuclei of one picture, and how its pixel size was known.
struct Found {
  report::FoundNuclei nuclei;
  PixelSizeSource um_per_px_source = PixelSizeSource::assumed;
};

Found found_in(const std::filesystem::path& picture, const image::ReadOptions& reading,
               const NucleiArguments& arguments) {
  const Photo photo = image::read(picture, reading);
  return {runs::nuclei_of(photo, arguments.krem), photo.um_per_px_source};
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
  const std::filesystem::path picture = arguments.pictures.batch.paths.front();
  for (const auto& output : {arguments.table, arguments.geojson, arguments.summary}) {
    runs::require_other_than({picture}, output);
  }
  const Found found = found_in(picture, arguments.pictures.batch.reading, arguments);
  Terminal terminal;
  runs::AssumedSize(arguments.pictures.batch.reading)
      .look_at(picture, found.um_per_px_source, terminal.watch());
  write_files(found.nuclei, arguments.table, arguments.geojson, arguments.summary);
  char density[48];
  std::snprintf(density, sizeof density, "%.0f per mm2 of %.3f mm2", found.nuclei.per_mm2(),
                found.nuclei.area_mm2);
  say(picture, std::to_string(found.nuclei.nuclei.size()) + " nuclei, " + density);
}

// One would replace another without a word.
void require_different(const std::vector<std::filesystem::path>& outputs) {
  std::set<std::filesystem::path> seen;
  for (const auto& output : outputs) {
    if (!output.empty() && !seen.insert(output.lexically_normal()).second) {
      throw CLI::ValidationError("--csv, --geojson and --summary: " + in_quotes(output.string()) +
                                 " can't be two of them");
    }
  }
}

Outcome write_all(const NucleiArguments& arguments) {
  return make_of_each(
      arguments.pictures, [&](const dataset::Sample& sample, const std::filesystem::path& stem) {
        const Found found = found_in(
            sample.path, image::with_pixel_size(arguments.pictures.batch.reading, sample.um_per_px),
            arguments);
        write_files(found.nuclei, stem.string() + ".csv", stem.string() + ".geojson",
                    stem.string() + ".json");
        return runs::MadeFiles{found.um_per_px_source};
      });
}

}  // namespace

void add_nuclei(Program& program) {
  const auto arguments = std::make_shared<NucleiArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "nuclei", "Finds the nuclei of pictures: x, y (their pixels), area_um2, probability");
  add_picture_options(*command, arguments->pictures);
  CLI::Option_group* where = command->add_option_group("Where the tables go");
  CLI::Option* table =
      where->add_option("--csv", arguments->table, "table of one picture; - is standard output");
  where->add_option("--output", arguments->pictures.batch.output,
                    "folder for NAME.csv, NAME.geojson and NAME.json of each picture");
  where->require_option(1);
  command
      ->add_option("--geojson", arguments->geojson,
                   "GeoJSON file of the nuclei, as detections for QuPath")
      ->needs(table);
  command
      ->add_option("--summary", arguments->summary,
                   "JSON file: number of nuclei, area, nuclei per mm2")
      ->needs(table);
  CLI::Option* const detector =
      add_enum_option(*command, "--detector", arguments->krem.detector, "method that finds nuclei");
  command
      ->add_flag_callback(
          "--accurate", [arguments] { arguments->krem.detector = krem::Detector::accurate; },
          "find nuclei by the larger network, which takes longer (--detector accurate)")
      ->excludes(detector);
  command->footer("Example: msmv nuclei field.tif --mpp 0.25 --csv nuclei.csv");
  command->callback([arguments, &program] {
    if (!arguments->pictures.batch.output.empty()) {
      program.outcome = write_all(*arguments);
      return;
    }
    if (arguments->pictures.batch.paths.size() > 1) {
      throw CLI::ValidationError(
          "--csv takes one picture; --output is a folder for the tables of several");
    }
    require_different({arguments->table, arguments->geojson, arguments->summary});
    write_one(*arguments);
  });
}

}  // namespace msmv::app
