#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>

#include "commands.h"
#include "data_options.h"
#include "device_option.h"
#include "enum_option.h"
#include "msmv/benchmark/peer_export.h"
#include "msmv/benchmark/slide_speed.h"
#include "msmv/benchmark/slide_speed_report.h"
#include "msmv/benchmark/speed.h"
#include "msmv/benchmark/speed_report.h"
#include "msmv/classify/classify.h"
#include "msmv/engine/layers.h"
#include "msmv/files/atomic_file.h"
#include "msmv/files/temporary_folder.h"
#include "msmv/image/write.h"
#include "msmv/network/engine_spec.h"
#include "msmv/phantom/draw.h"
#include "msmv/report/layers.h"
#include "msmv/values/errors.h"
#include "reading_options.h"
#include "say.h"

namespace msmv::app {
namespace {

constexpr int kPhantoms = 4;

// A folder that is gone when the program ends.
class OwnFolder {
 public:
  OwnFolder() {
    std::string pattern = (files::temporary_folder() / "msmv_bench_XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
      throw InputError(files::temporary_folder(), "no folder can be made here");
    }
    path_ = pattern;
  }
  ~OwnFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Drawn fields of 2048 x 1536 pixels as JPEG.
std::vector<std::filesystem::path> draw_phantoms(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (int i = 0; i < kPhantoms; ++i) {
    paths.push_back(folder / (std::to_string(i) + ".jpg"));
    image::write(paths.back(), phantom::draw(Seed(i), {}).image);
  }
  return paths;
}

// One patch of the first picture, layer by layer.
void show_layers(const benchmark::SpeedOptions& options, engine::Precision precision) {
  const ModelFile file = model::read(options.model);
  const PreparedField field =
      prepare(image::read(options.pictures.front(), options.reading), file.config);
  if (const auto got = engine::available(precision, engine::processor());
      got.precision != precision) {
    throw InputError(got.reason);
  }
  const auto layers = engine::time_layers(
      weight_source(file.weights), encoder_spec(file, precision), field.patches, options.repeats);
  std::fputs(report::layers_text(layers, engine::measure_peak(precision)).c_str(), stdout);
}

// As a table, as JSON in its place, or as both.
void show_speed(const std::string& text, const Json& speed,
                const std::filesystem::path& json_file) {
  const bool is_json_alone = json_file == "-";
  const std::string json = speed.dump(2) + "\n";
  std::fputs((is_json_alone ? json : text).c_str(), stdout);
  if (!is_json_alone && !json_file.empty()) {
    files::write_atomically(json_file, json);
  }
}

void bench_slide(const std::filesystem::path& slide, const benchmark::SpeedOptions& options,
                 const std::filesystem::path& json_file) {
  benchmark::SlideSpeedOptions of_slide{
      .model = options.model.empty() ? default_model_path() : options.model,
      .slide = slide,
      .tiles = {},
      .threads = options.threads,
      .repeats = options.repeats};
  of_slide.tiles.pixel_size.given = options.reading.given_um_per_px;
  const benchmark::SlideSpeed speed =
      benchmark::measure_slide_speed(of_slide, [](const std::string& text) { say(text); });
  show_speed(benchmark::slide_speed_text(speed), benchmark::slide_speed_json(speed), json_file);
}

void bench(benchmark::SpeedOptions options, const std::filesystem::path& json_file,
           const std::filesystem::path& exported,
           const std::optional<engine::Precision>& layers_in) {
  const OwnFolder folder;
  if (options.model.empty()) {
    options.model = default_model_path();
  }
  if (options.pictures.empty()) {
    say("draws " + std::to_string(kPhantoms) + " fields");
    options.pictures = draw_phantoms(folder.path());
    options.reading.given_um_per_px = PixelSize{0.42, 0.42};
  }
  if (!exported.empty()) {
    std::vector<Photo> photos;
    for (const auto& picture : options.pictures) {
      photos.push_back(image::read(picture, options.reading));
    }
    benchmark::export_for_peers(exported, model::read(options.model), photos);
    return;
  }
  if (layers_in) {
    show_layers(options, *layers_in);
    return;
  }
  const benchmark::Speed speed =
      benchmark::measure_speed(options, [](const std::string& text) { say(text); });
  show_speed(benchmark::speed_text(speed), benchmark::speed_json(speed), json_file);
}

}  // namespace

void add_bench(Program& program) {
  struct Arguments {
    benchmark::SpeedOptions options;
    std::filesystem::path json;
    std::filesystem::path exported, slide;
    engine::Precision layers_in = engine::Precision::fp32;
  };
  const auto arguments = std::make_shared<Arguments>();
  benchmark::SpeedOptions& options = arguments->options;
  CLI::App* command = program.cli.add_subcommand(
      "bench", "Measures how fast this machine is: each stage, and the network in each precision");
  command->add_option("PICTURE", options.pictures,
                      "fields to classify repeatedly [synthetic ones of 2048 x 1536 pixels]");
  command->add_option("--model", options.model, "model file [the one that ships]");
  add_device_option(*command, options.device,
                    "device of the network; for cuda its peak is measured, too");
  add_threads_option(*command, options.threads);
  command
      ->add_option("--repeats", options.repeats,
                   "repetitions of each measurement; the best counts [" +
                       std::to_string(options.repeats) + "]")
      ->check(CLI::Range(1, 1000));
  command->add_option("--json", arguments->json,
                      "JSON file of the results (docs/formats.md); - prints it in place of tables");
  CLI::Option* const slide = command->add_option(
      "--slide", arguments->slide,
      "whole slide to classify instead: tiles/s, and what each stage takes of a tile");
  command->add_flag("--network-only", options.network_only, "measure the network alone");
  command->add_option(
      "--export", arguments->exported,
      "export the network and its patches for other programs instead (bench/peers/)");
  const CLI::Option* const layers =
      add_enum_option(*command, "--layers", arguments->layers_in,
                      "time each layer of an encoder in this precision instead");
  add_reading_options(*command, options.reading);
  command->footer("Example: msmv bench field1.jpg field2.jpg --threads 1");
  for (const char* other : {"PICTURE", "--network-only", "--export", "--layers", "--device"}) {
    slide->excludes(other);
  }
  command->callback([arguments, layers] {
    if (!arguments->slide.empty()) {
      bench_slide(arguments->slide, arguments->options, arguments->json);
      return;
    }
    bench(arguments->options, arguments->json, arguments->exported,
          layers->count() > 0 ? std::optional(arguments->layers_in) : std::nullopt);
  });
}

}  // namespace msmv::app
