#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "commands.h"
#include "data_options.h"
#include "device_option.h"
#include "msmv/benchmark/calibrate.h"
#include "msmv/dataset/split.h"
#include "msmv/runs/input_files.h"
#include "msmv/runs/labelled_data.h"
#include "reading_options.h"
#include "terminal.h"
#include "within.h"

namespace msmv::app {
namespace {

struct CalibrateArguments {
  std::filesystem::path model, output;
  runs::LabelledData data;
  std::string split = "train", validate_on = "all";
  std::string device = "cpu";
  int fields = 32, validate_fields = 0;
  image::ReadOptions reading;
};

// `count` samples of a selection, evenly spread over it; 0: all.
std::vector<PictureToClassify> pictures_of(const dataset::Selection& selection, int count) {
  const auto& samples = selection.dataset.samples;
  const std::size_t wanted =
      count > 0 ? std::min(static_cast<std::size_t>(count), samples.size()) : samples.size();
  std::vector<PictureToClassify> pictures;
  for (std::size_t i = 0; i < wanted; ++i) {
    const dataset::Sample& sample = samples[i * samples.size() / wanted];
    pictures.push_back({sample.path, sample.um_per_px});
  }
  return pictures;
}

void calibrate_model(const CalibrateArguments& arguments) {
  std::vector<std::string> devices = {"cpu"};
  if (arguments.device != "cpu") {
    devices.push_back(device_here(arguments.device));
  }
  Terminal terminal;
  const runs::Watch& watch = terminal.watch();
  dataset::Dataset data =
      runs::read_data(arguments.data, runs::Checked::names, arguments.reading, watch).dataset;
  runs::InputFiles inputs = runs::inputs_of(data);
  inputs.add(arguments.model);
  inputs.require_other(arguments.output);
  for (const std::string& split : {arguments.split, arguments.validate_on}) {
    data =
        runs::checked_split(arguments.data, data, split, runs::Checked::copies, {}, watch).dataset;
  }
  const dataset::Selection seen = dataset::select(data, arguments.split);
  const dataset::Selection judged = dataset::select(data, arguments.validate_on);
  ModelFile model = model::read(arguments.model);
  const benchmark::CalibrationRun run{
      .reading = arguments.reading,
      .threads = arguments.data.threads,
      .progress = [&watch](const std::string& what, std::size_t done, std::size_t of) {
        runs::show(watch, {.what = what,
                           .done = static_cast<std::int64_t>(done),
                           .of = static_cast<std::int64_t>(of)});
      }};
  benchmark::calibrate(model, pictures_of(seen, arguments.fields), seen.name, run);
  std::vector<Validation> validations;
  for (const std::string& device : devices) {
    const auto added =
        benchmark::validate(model, pictures_of(judged, arguments.validate_fields), device, run);
    validations.insert(validations.end(), added.begin(), added.end());
  }
  model::write_with_weights_of(arguments.model, arguments.output, model);
  terminal.clear();
  for (const Validation& validation : validations) {
    std::printf("%s on %s: the class of fp32 on %d of %d images, greatest change of a score %.4f\n",
                std::string(enum_name(validation.precision)).c_str(),
                validation.instructions.c_str(), validation.same_class, validation.fields,
                validation.greatest_change);
  }
}

}  // namespace

void add_calibrate(CLI::App& model) {
  const auto arguments = std::make_shared<CalibrateArguments>();
  CLI::App* command = model.add_subcommand("calibrate",
                                           "Measures ranges for int8 on training images, then how "
                                           "often bf16 and int8 give fp32's class");
  command->add_option("FILE", arguments->model, "model file")->required();
  add_data_options(*command, arguments->data);
  add_classes_option(*command, arguments->data);
  command
      ->add_option("--split", arguments->split, "images that quantization ranges are measured on")
      ->capture_default_str();
  command
      ->add_option("--fields", arguments->fields, "number of these images, evenly spread; 0: all")
      ->check(within(0, 65536))
      ->capture_default_str();
  command->add_option("--validate-on", arguments->validate_on, "images to compare classes on")
      ->capture_default_str();
  command
      ->add_option("--validate-fields", arguments->validate_fields,
                   "number of these images, evenly spread; 0: all")
      ->check(within(0, 65536))
      ->capture_default_str();
  add_device_option(*command, arguments->device, "device to compare classes on as well");
  add_threads_option(*command, arguments->data.threads);
  command->add_option("--output", arguments->output, "file to write")->required();
  add_reading_options(*command, arguments->reading);
  command->footer(
      "Example: msmv model calibrate m.safetensors --data manifest.csv --output fast.safetensors");
  command->callback([arguments] { calibrate_model(*arguments); });
}

}  // namespace msmv::app
