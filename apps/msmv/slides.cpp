#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands.h"
#include "loading_options.h"
#include "msmv/dataset/slide_list.h"
#include "msmv/report/slide_merge.h"
#include "msmv/runs/classify_slides.h"
#include "msmv/runs/shard.h"
#include "msmv/values/decimal.h"
#include "msmv/values/geometry.h"
#include "process.h"
#include "terminal.h"
#include "within.h"

namespace msmv::app {
namespace {

struct SlidesArguments {
  std::vector<std::string> paths;
  std::filesystem::path model, mpp_list;
  std::string shard;
  std::optional<double> mpp;
  runs::ClassifySlides run;
  LoadOptions loading;
};

// "K/N"; an empty text is the shard of this task of a Slurm job array.
runs::Shard shard_of(const std::string& text) {
  if (text.empty()) {
    return runs::shard_of_slurm();
  }
  const auto shard = runs::shard_named(text);
  if (!shard) {
    throw CLI::ValidationError("--shard", text + " is not K/N with K from 1 to N");
  }
  return *shard;
}

Outcome classify_all(SlidesArguments& arguments) {
  runs::ClassifySlides& run = arguments.run;
  run.shard = shard_of(arguments.shard);
  slide::PixelSizeRules& rules = run.slide.pixel_size;
  if (arguments.mpp) {
    rules.given = PixelSize{*arguments.mpp, *arguments.mpp};
  }
  if (!arguments.mpp_list.empty()) {
    rules.listed = slide::read_pixel_sizes(arguments.mpp_list);
  }
  const auto slides = dataset::list_slides(arguments.paths, std::cin);
  const Model model = load_and_say(arguments.model.empty() ? default_model_path() : arguments.model,
                                   arguments.loading);
  Terminal terminal;
  const runs::Ended ended = runs::classify_slides(slides, model, run, terminal.watch());
  terminal.clear();
  return outcome_of(ended, "slide", "; --resume continues it");
}

void add_pixel_size_options(CLI::App& command, SlidesArguments& arguments) {
  command.add_option("--mpp", arguments.mpp, "pixel size of level 0 in um, for slides without one")
      ->check(within(kSmallestPixelUm, kLargestPixelUm));
  command.add_option("--mpp-list", arguments.mpp_list,
                     "table (*.csv) of wsi,mpp, for slides without a pixel size");
  command.add_flag(
      "--mpp-from-objective", arguments.run.slide.pixel_size.from_objective,
      "take 10 um over the objective's magnification, for slides without a pixel size");
}

void add_tile_options(CLI::App& command, runs::ClassifySlides& run) {
  command
      .add_option("--overlap", run.slide.overlap,
                  "overlap of neighbouring tiles, as a share of a tile's side [0]")
      ->check(within(0, 0.9));
  command
      .add_option("--least-tissue", run.slide.least_tissue,
                  "share of a tile that must be tissue [0.25]")
      ->check(within(0, 1));
  command.add_option("--tiles", run.tiles,
                     "corners of tiles in place of the grid: a table of x,y or the coords of an "
                     ".h5, or a folder with one for each slide");
  command.add_option("--views", run.slide.views, "views of a tile that vote, 1 to 6 [1]")
      ->check(CLI::Range(1, 6));
  command.add_flag("--nuclei", run.slide.wants_nuclei, "count the nuclei of each tile");
  command.add_flag_callback(
      "--level-0", [&run] { run.slide.from = slide::From::level_0; },
      "read level 0 only: slower, for comparison (docs/slides.md)");
}

}  // namespace

void add_slides(Program& program) {
  const auto arguments = std::make_shared<SlidesArguments>();
  CLI::App* command = program.cli.add_subcommand(
      "slides", "Classifies whole slides tile by tile: tables, heat maps, features");
  command
      ->add_option("PATH", arguments->paths,
                   "slides, folders, tables (*.csv) or lists (*.txt) of slides, or - for a list on "
                   "standard input; `merge DIR` joins the tables of --shard runs")
      ->required();
  CLI::Option* output =
      command->add_option("--output", arguments->run.output, "folder for the results");
  command->add_option("--model", arguments->model, "model file [the one that ships]");
  add_pixel_size_options(*command, *arguments);
  add_tile_options(*command, arguments->run);
  command->add_flag("--features", arguments->run.writes_features,
                    "write each tile's encoding to features/NAME.h5 (HDF5)");
  command->add_flag("--gzip", arguments->run.compresses_geojson, "compress GeoJSON to .geojson.gz");
  command
      ->add_option("--review", arguments->run.review,
                   "number of regions to review for each cancer class [5]")
      ->check(CLI::Range(0, 1000));
  command->add_flag("--resume", arguments->run.resume,
                    "resume an interrupted run into the same --output");
  command->add_flag(
      "--retry-faulty", arguments->run.retry_faulty,
      "classify again the slides with an error in the finished --output, keep its other rows");
  command->add_option(
      "--shard", arguments->shard,
      "K/N: process every N-th slide, from the K-th on [of a Slurm job array its task]");
  add_loading_options(*command, arguments->loading);
  command->footer("Example: msmv slides slides/ --output out --features");
  command->callback([arguments, output, &program] {
    if (arguments->paths.front() == "merge" && arguments->paths.size() == 2) {
      const std::filesystem::path folder = arguments->paths.back();
      const report::MergedSlides merged = report::merge_slides(folder);
      std::cout << counted(merged.rows, "slide") << " in " << (folder / "slides.csv").string()
                << '\n';
      require_written_output();
      program.outcome =
          outcome_of({.items = merged.rows, .done = merged.rows, .failed = merged.failed}, "slide");
      return;
    }
    if (output->count() == 0) {
      throw CLI::RequiredError("--output");
    }
    program.outcome = classify_all(*arguments);
  });
}

}  // namespace msmv::app
