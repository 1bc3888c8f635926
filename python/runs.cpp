#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <filesystem>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "arguments.h"
#include "arrays.h"
#include "classes.h"
#include "msmv/dataset/read.h"
#include "msmv/report/evaluation_json.h"
#include "msmv/report/prediction_json.h"
#include "msmv/runs/classify_pictures.h"
#include "msmv/runs/evaluate_model.h"
#include "msmv/runs/train_on_pictures.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "work.h"

namespace msmv::python {
namespace {

using std::filesystem::path;
// None is no path, which would become "." on its way.
using MaybePath = std::optional<path>;

image::ReadOptions reading_of(const py::object& mpp, bool require_mpp) {
  image::ReadOptions reading{.require_pixel_size = require_mpp};
  if (!mpp.is_none()) {
    reading.given_um_per_px = pixel_size_of(mpp);
  }
  return reading;
}

runs::LabelledData data_of(const path& data, const MaybePath& root,
                           const std::map<std::string, std::string>& class_map, bool skip_faulty,
                           int threads) {
  return {.data = data,
          .root = root.value_or(""),
          .classes = {},
          .class_map = {class_map.begin(), class_map.end()},
          .skip_faulty = skip_faulty,
          .threads = threads};
}

py::list classify_files(const std::vector<std::string>& paths,
                        const std::optional<LoadedModel>& chosen, const MaybePath& output,
                        const py::object& mpp, bool resume, const MaybePath& overlays,
                        const py::object& progress) {
  const LoadedModel loaded = model_or_default(chosen);
  Json rows = Json::array();
  runs::ClassifyPictures options{
      .paths = paths,
      .model_path = loaded.path,
      .reading = reading_of(mpp, true),
      .rows = {.output = output.value_or(""), .resume = resume, .print = {}},
      .overlays = overlays.value_or(""),
      .explanations = {}};
  options.take = [&](const report::Prediction& prediction) {
    rows.push_back(report::to_json(prediction, loaded.model->config.classes));
  };
  watched(progress, [&](const runs::Watch& watch) {
    const auto listed = dataset::list_pictures(paths, std::cin, {});
    const runs::Ended ended = runs::classify_pictures(listed, *loaded.model, options, watch);
    if (!ended.is_complete()) {
      throw Interrupted("interrupted after " + std::to_string(ended.done) + " of " +
                        counted(ended.items, "picture"));
    }
  });
  return to_python(rows);
}

py::object evaluate(const path& data, const std::optional<LoadedModel>& chosen,
                    const std::string& split, const MaybePath& output, const MaybePath& root,
                    const std::map<std::string, std::string>& class_map, const py::object& mpp,
                    bool skip_faulty, const py::object& progress) {
  const LoadedModel loaded = model_or_default(chosen);
  const runs::EvaluateModel options{
      .data = data_of(data, root, class_map, skip_faulty, loaded.options.threads),
      .split = split,
      .model_path = loaded.path,
      .predictions = {},
      .seen_by = {},
      .output = output.value_or(""),
      .reading = reading_of(mpp, false)};
  Json evaluation;
  watched(progress, [&](const runs::Watch& watch) {
    evaluation = report::to_json(runs::evaluate(*loaded.model, options, watch));
  });
  return to_python(evaluation);
}

// A value as `--set` takes it: JSON.
std::string json_text(const py::handle& value) {
  return py::str(py::module_::import("json").attr("dumps")(value));
}

py::dict train(const path& data, const path& output, const std::string& preset,
               const py::dict& settings, const MaybePath& weights, const MaybePath& model,
               const MaybePath& encoders, std::optional<std::uint64_t> seed, int fold,
               const MaybePath& store, const MaybePath& root,
               const std::map<std::string, std::string>& class_map, const py::object& mpp,
               bool skip_faulty, bool resume, const std::string& device, int threads,
               const py::object& progress) {
  runs::TrainOnPictures options{.data = data_of(data, root, class_map, skip_faulty, threads),
                                .output = output,
                                .weights = weights.value_or(""),
                                .model = model.value_or(""),
                                .encoders = encoders.value_or(""),
                                .preset = preset,
                                .settings = {},
                                .assignments = {},
                                .seed = seed,
                                .fold = fold,
                                .store = store.value_or(""),
                                .device = device,
                                .resume = resume,
                                .reading = reading_of(mpp, false)};
  for (const auto& [name, value] : settings) {
    options.assignments.push_back(
        std::string(py::str(name)) + "=" +
        (py::isinstance<py::str>(value) ? std::string(py::str(value)) : json_text(value)));
  }
  runs::Trained trained;
  watched(progress,
          [&](const runs::Watch& watch) { trained = runs::train_on_pictures(options, watch); });
  py::dict result;
  result["model"] = trained.model;
  result["epoch"] = trained.epoch;
  result["epochs"] = trained.epochs;
  result["validated"] = trained.validated;
  result["right"] = trained.right;
  return result;
}

}  // namespace

void add_runs(py::module_& module) {
  define(module, "classify_files", &classify_files,
         "Classifies pictures, folders and manifests as `msmv classify`: a list of dicts, one a\n"
         "picture, with the keys of its JSON lines, for pandas.DataFrame. A picture that can't\n"
         "be classified is a row with its fault, and is warned of; so is one whose pixel size\n"
         "nobody knows: mpp gives it. output: a CSV file, which `resume` goes on with; the list\n"
         "has only what this call classified. overlays: a folder for annotated pictures.",
         std::make_tuple(py::arg("paths")), model_argument(),
         std::make_tuple(py::arg("output") = py::none(), py::arg("mpp") = py::none(),
                         py::arg("resume") = false, py::arg("overlays") = py::none()),
         progress_argument());
  define(module, "evaluate", &evaluate,
         "Evaluates a model on labelled images as `msmv evaluate`: the dict of its\n"
         "evaluation.json. data: a manifest, a folder with a folder per class, or BACH's.\n"
         "output: a folder for the report.",
         std::make_tuple(py::arg("data")), model_argument(),
         std::make_tuple(py::arg("split") = "all", py::arg("output") = py::none()),
         labelled_arguments(), progress_argument());
  define(
      module, "train", &train,
      "Trains a model on labelled images as `msmv train`, into the folder `output`: a dict\n"
      "with model (the file), epoch, epochs, validated and right (validation images).\n"
      "settings: a dict of single settings, as {\"training.epochs\": 3}.",
      std::make_tuple(py::arg("data"), py::arg("output"), py::kw_only(),
                      py::arg("preset") = "frozen", py::arg("settings") = py::dict(),
                      py::arg("weights") = py::none(), py::arg("model") = py::none(),
                      py::arg("encoders") = py::none(), py::arg("seed") = py::none(),
                      py::arg("fold") = 1, py::arg("store") = py::none()),
      labelled_arguments(),
      std::make_tuple(py::arg("resume") = false, py::arg("device") = "cpu", py::arg("threads") = 0),
      progress_argument());
}

}  // namespace msmv::python
