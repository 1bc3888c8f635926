#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "commands.h"
#include "loading_options.h"
#include "msmv/dataset/slide_list.h"
#include "msmv/doctor/build_facts.h"
#include "msmv/report/slide_merge.h"
#include "msmv/report/slides.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/geometry.h"
#include "process.h"
#include "progress.h"
#include "say.h"
#include "terminal.h"
#include "within.h"

namespace msmv::app {
namespace {

struct SlidesArguments {
  std::vector<std::string> paths;
  std::filesystem::path model, mpp_list;
  std::string shard;
  std::optional<double> mpp;
  report::SlidesOptions options;
  LoadOptions loading;
};

std::optional<std::size_t> number_in_environment(const char* name) {
  const char* text = std::getenv(name);
  const std::string digits = text == nullptr ? "" : text;
  if (digits.empty() || digits.size() > 9 ||
      digits.find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  return std::stoul(digits);
}

// The part of a Slurm job array that this task is; all of it outside of one.
report::Shard shard_of_slurm() {
  const auto task = number_in_environment("SLURM_ARRAY_TASK_ID");
  const auto count = number_in_environment("SLURM_ARRAY_TASK_COUNT");
  if (!task || !count || *count < 2) {
    return {};
  }
  const std::size_t first = number_in_environment("SLURM_ARRAY_TASK_MIN").value_or(1);
  const std::size_t step =
      std::max<std::size_t>(1, number_in_environment("SLURM_ARRAY_TASK_STEP").value_or(1));
  const std::size_t index = *task < first ? *count : (*task - first) / step;
  if (index >= *count) {
    throw InputError("SLURM_ARRAY_TASK_ID is " + std::to_string(*task) +
                     ", which doesn't go with an array of " + std::to_string(*count) +
                     " tasks: --shard K/N says which part this is");
  }
  return {index, *count};
}

// "K/N"; an empty one is that of Slurm.
report::Shard shard_of(const std::string& text) {
  if (text.empty()) {
    return shard_of_slurm();
  }
  unsigned long k = 0, n = 0;
  char rest = 0;
  if (std::sscanf(text.c_str(), "%6lu/%6lu%c", &k, &n, &rest) != 2 || k < 1 || k > n) {
    throw CLI::ValidationError("--shard", text + " is not K/N with K from 1 to N");
  }
  return {k - 1, n};
}

// How a slide under way gets on: it is a note behind the slides that are done.
std::string tile_note(const report::SlidesProgress& at, double seconds) {
  if (at.tiles == 0) {
    return "";
  }
  std::string note = std::filesystem::path(at.slide).filename().string() + " " +
                     std::to_string(at.tiles_done) + "/" + std::to_string(at.tiles) + " tiles";
  if (at.tiles_by_now > 0 && seconds > 0) {
    const double rate = static_cast<double>(at.tiles_by_now) / seconds;
    note += ", " + fixed(rate, 1) + " tiles/s, this slide ETA " +
            clock_text(static_cast<double>(at.tiles - at.tiles_done) / rate);
  }
  return note;
}

Json machine_facts() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return {{"host", host.data()}, {"processors", std::thread::hardware_concurrency()}};
}

Outcome run_all(SlidesArguments& arguments) {
  using Clock = std::chrono::steady_clock;
  report::SlidesOptions& options = arguments.options;
  options.shard = shard_of(arguments.shard);
  slide::PixelSizeRules& rules = options.slide.pixel_size;
  if (arguments.mpp) {
    rules.given = PixelSize{*arguments.mpp, *arguments.mpp};
  }
  if (!arguments.mpp_list.empty()) {
    rules.listed = slide::read_pixel_sizes(arguments.mpp_list);
  }
  const auto slides = dataset::list_slides(arguments.paths, std::cin);
  const Model model = load_and_say(arguments.model.empty() ? default_model_path() : arguments.model,
                                   arguments.loading);
  const doctor::BuildFacts& build = doctor::build_facts();
  options.build = build.version + " " + build.revision;
  options.machine = machine_facts();
  Terminal terminal;
  const runs::Watch& run = terminal.watch();
  const report::Shard& shard = options.shard;
  const auto of =
      static_cast<std::int64_t>((slides.size() + shard.count - 1 - shard.index) / shard.count);
  const auto start = Clock::now();
  const report::SlidesWatch watch{
      .stop = run.stop,
      .show =
          [&](const report::SlidesProgress& at) {
            const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
            run.show({.what = "Slides",
                      .done = static_cast<std::int64_t>(at.slides_done),
                      .of = of,
                      .skipped = static_cast<std::int64_t>(at.slides_skipped),
                      .note = tile_note(at, seconds)});
          },
      .say = [&](const std::filesystem::path& path,
                 const std::string& text) { runs::say(run, path, text); }};
  const report::SlidesOutcome outcome = report::run_slides(slides, model, options, watch);
  terminal.clear();
  if (!outcome.is_complete) {
    throw Interrupted("interrupted after " + std::to_string(outcome.done) + " of " +
                      counted(outcome.slides, "slide") + "; --resume continues it");
  }
  say_failed(outcome.failed, outcome.slides, "slides");
  return outcome.failed == 0 ? Outcome::ok : Outcome::some_input_failed;
}

void add_pixel_size_options(CLI::App& command, SlidesArguments& arguments) {
  command.add_option("--mpp", arguments.mpp, "pixel size of level 0 in um, for slides without one")
      ->check(within(kSmallestPixelUm, kLargestPixelUm));
  command.add_option("--mpp-list", arguments.mpp_list,
                     "table (*.csv) of wsi,mpp, for slides without a pixel size");
  command.add_flag(
      "--mpp-from-objective", arguments.options.slide.pixel_size.from_objective,
      "take 10 um over the objective's magnification, for slides without a pixel size");
}

void add_tile_options(CLI::App& command, report::SlidesOptions& options) {
  command
      .add_option("--overlap", options.slide.overlap,
                  "overlap of neighbouring tiles, as a share of a tile's side [0]")
      ->check(within(0, 0.9));
  command
      .add_option("--least-tissue", options.slide.least_tissue,
                  "share of a tile that must be tissue [0.25]")
      ->check(within(0, 1));
  command.add_option("--tiles", options.tiles,
                     "corners of tiles in place of the grid: a table of x,y or the coords of an "
                     ".h5, or a folder with one for each slide");
  command.add_option("--views", options.slide.views, "views of a tile that vote, 1 to 6 [1]")
      ->check(CLI::Range(1, 6));
  command.add_flag("--nuclei", options.slide.wants_nuclei, "count the nuclei of each tile");
  command.add_flag_callback(
      "--level-0", [&options] { options.slide.from = slide::From::level_0; },
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
      command->add_option("--output", arguments->options.output, "folder for the results");
  command->add_option("--model", arguments->model, "model file [the one that ships]");
  add_pixel_size_options(*command, *arguments);
  add_tile_options(*command, arguments->options);
  command->add_flag("--features", arguments->options.writes_features,
                    "write each tile's encoding to features/NAME.h5 (HDF5)");
  command->add_flag("--gzip", arguments->options.compresses_geojson,
                    "compress GeoJSON to .geojson.gz");
  command
      ->add_option("--review", arguments->options.review,
                   "number of regions to review for each cancer class [5]")
      ->check(CLI::Range(0, 1000));
  command->add_flag("--resume", arguments->options.resumes,
                    "resume an interrupted run into the same --output");
  command->add_option(
      "--shard", arguments->shard,
      "K/N: process every N-th slide, from the K-th on [of a Slurm job array its task]");
  add_loading_options(*command, arguments->loading);
  command->footer("Example: msmv slides slides/ --output out --features");
  command->callback([arguments, output, &program] {
    if (arguments->paths.front() == "merge" && arguments->paths.size() == 2) {
      const std::filesystem::path folder = arguments->paths.back();
      std::cout << counted(report::merge_slides(folder), "slide") << " in "
                << (folder / "slides.csv").string() << '\n';
      require_written_output();
      return;
    }
    if (output->count() == 0) {
      throw CLI::RequiredError("--output");
    }
    program.outcome = run_all(*arguments);
  });
}

}  // namespace msmv::app
