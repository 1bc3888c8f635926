#include "classes.h"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <mutex>

#include "arrays.h"
#include "msmv/classify/encode.h"
#include "msmv/classify/stream.h"
#include "msmv/runs/prediction_of.h"

namespace msmv::python {
namespace {

template <class Values>
py::dict by_class(const ClassNames& classes, const Values& values) {
  py::dict named;
  for (std::size_t i = 0; i < values.size(); ++i) {
    named[py::str(classes.at(i))] = values[i];
  }
  return named;
}

py::tuple rectangle(const PixelRect& at) {
  return py::make_tuple(at.x, at.y, at.width, at.height);
}

// One voter: its view, the windows of its key region, its scores.
py::dict view_of(const ViewScores& voter, const ClassNames& classes) {
  py::dict view;
  view["view"] = name(voter.region.view);
  py::list windows;
  for (const PixelRect& window : voter.region.windows) {
    windows.append(rectangle(window));
  }
  view["windows"] = windows;
  view["nuclei"] = voter.region.nuclei;
  view["scores"] = by_class(classes, voter.scores);
  return view;
}

py::list views_of(const Diagnosed& diagnosed) {
  py::list views;
  for (const ViewScores& voter : diagnosed.prediction.diagnosis.views) {
    views.append(view_of(voter, diagnosed.classes));
  }
  return views;
}

py::object label_of(const Diagnosed& diagnosed) {
  const report::Prediction& prediction = diagnosed.prediction;
  return prediction.has_class()
             ? py::object(py::str(diagnosed.classes.at(prediction.diagnosis.label)))
             : py::none();
}

py::dict measures_of(const Diagnosed& diagnosed) {
  py::dict measures;
  if (diagnosed.prediction.measures) {
    for (const auto& [name, value] : fitness::named(*diagnosed.prediction.measures)) {
      measures[name] = value;
    }
  }
  return measures;
}

std::string shown(const Diagnosed& diagnosed) {
  const report::Prediction& prediction = diagnosed.prediction;
  const std::string what = prediction.has_class()
                               ? diagnosed.classes.at(prediction.diagnosis.label)
                               : std::string(status_of(prediction)) + ": " + message_of(prediction);
  return "<msmv.Diagnosis " + what + ">";
}

Diagnosed classify_array(const LoadedModel& loaded, const py::object& image,
                         const py::object& mpp) {
  const Photo photo = photo_of(image, mpp);
  const py::gil_scoped_release released;
  Classified classified = classify_photo(photo, *loaded.model);
  classified.path.clear();  // it is no file
  return {runs::prediction_of(classified, "", *loaded.model), loaded.model->config.classes};
}

const Model& patch_encoder(const LoadedModel& loaded) {
  LoadedModel::PatchEncoder& encoder = *loaded.patch_encoder;
  std::call_once(encoder.is_made, [&] {
    encoder.model.emplace(encoder_of(model::read(loaded.path), SeenAs::patch, loaded.options));
  });
  return *encoder.model;
}

// [rows, features]: a row for each key region, or one for a patch.
py::array_t<float> encode_array(const LoadedModel& loaded, const py::object& image,
                                const py::object& mpp, bool as_patch) {
  if (mpp.is_none() && !as_patch) {
    throw py::type_error("mpp: expected micrometres per pixel, which a field can't do without");
  }
  const Photo photo =
      mpp.is_none() ? Photo{.image = pixels_of(image, "image"), .um_per_px = {}, .path = "image"}
                    : photo_of(image, mpp);
  files::FeatureTable table;
  {
    const py::gil_scoped_release released;
    const SeenAs seen = as_patch ? SeenAs::patch : SeenAs::field;
    encode(photo, "", as_patch ? patch_encoder(loaded) : *loaded.model, seen, table);
  }
  py::array_t<float> features({table.rows(), table.features});
  std::copy(table.values.begin(), table.values.end(), features.mutable_data());
  return features;
}

void add_model(py::module_& module) {
  py::class_<LoadedModel>(module, "Model", "A model ready to work, from msmv.load_model.")
      .def("classify", &classify_array, py::arg("image"), py::arg("mpp"),
           "The class of a field, as `msmv classify` gives it for a file of the same pixels.\n\n"
           "image: uint8 array (height, width, 3) in R, G, B order.\n"
           "mpp: micrometres per pixel, a number or (x, y). It is never assumed.\n"
           "Raises InputError for a picture that is too small.")
      .def("encode", &encode_array, py::arg("image"), py::arg("mpp") = py::none(),
           py::arg("as_patch") = false,
           "Features as the model's encoders see the picture: float32 (rows, features), a row for\n"
           "each key region with the features of its scales, coarse to fine. as_patch: the\n"
           "picture is one patch at the encoder's input size, its colours as they are; no mpp is\n"
           "needed then.")
      .def_property_readonly(
          "classes", [](const LoadedModel& m) { return m.model->config.classes; },
          "Names of the classes, in the order of scores.")
      .def_property_readonly(
          "id", [](const LoadedModel& m) { return m.model->id; }, "Names the model's file.")
      .def_property_readonly(
          "path", [](const LoadedModel& m) { return m.path; }, "Where it was read from.")
      .def_property_readonly(
          "precision", [](const LoadedModel& m) { return m.model->network->facts().precision; },
          "What its encoders compute with: fp32, bf16 or int8.")
      .def_property_readonly(
          "runtime", [](const LoadedModel& m) { return m.model->network->facts().runtime; },
          "What runs its encoders.")
      .def_property_readonly(
          "config", [](const LoadedModel& m) { return to_python(to_json(m.model->config)); },
          "Its settings, as `msmv model show` prints them.")
      .def("__repr__", [](const LoadedModel& m) {
        return "<msmv.Model " + m.path.string() + " in " + m.model->network->facts().precision +
               ">";
      });
}

void add_diagnosis(py::module_& module) {
  py::class_<Diagnosed>(module, "Diagnosis", "What a model says of one picture.")
      .def_property_readonly("label", &label_of,
                             "The class, or None where the tissue can't carry a diagnosis.")
      .def_property_readonly(
          "status", [](const Diagnosed& d) { return status_of(d.prediction); }, "ok or unfit.")
      .def_property_readonly(
          "message", [](const Diagnosed& d) { return message_of(d.prediction); },
          "Why there is no class, or what a reader of the class should know.")
      .def_property_readonly(
          "scores",
          [](const Diagnosed& d) { return by_class(d.classes, d.prediction.diagnosis.scores); },
          "Mean score of the views, by class; empty without a class.")
      .def_property_readonly(
          "votes",
          [](const Diagnosed& d) { return by_class(d.classes, d.prediction.diagnosis.votes); },
          "Votes of the views, by class.")
      .def_property_readonly("views", &views_of,
                             "The voters in their order, each a dict: view, windows (x, y, width,\n"
                             "height in pixels of the picture, coarse to fine), nuclei in each,\n"
                             "scores by class.")
      .def_property_readonly("measures", &measures_of,
                             "Shares of tissue, pen, blood, folds and blur, and the sharpness.")
      .def("__repr__", &shown);
}

}  // namespace

LoadOptions load_options(const std::string& precision, int threads) {
  if (threads < 0) {
    throw py::value_error("threads: expected 0 (all) or more, got " + std::to_string(threads));
  }
  LoadOptions options{.precision = std::nullopt, .threads = threads};
  if (precision != "auto") {
    options.precision = enum_of<engine::Precision>(precision, "precision");
  }
  return options;
}

LoadedModel load(const std::optional<std::filesystem::path>& path, const LoadOptions& options) {
  const std::filesystem::path file = path ? *path : default_model_path();
  return {.model = std::make_shared<const Model>(load_model(file, options)),
          .path = file,
          .options = options};
}

LoadedModel model_or_default(const std::optional<LoadedModel>& model) {
  if (model) {
    return *model;
  }
  const py::gil_scoped_release released;
  return load(std::nullopt, load_options("auto", 0));
}

py::object to_python(const Json& json) {
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return py::module_::import("json").attr("loads")(text);
}

void add_classes(py::module_& module) {
  add_diagnosis(module);
  add_model(module);
  module.def(
      "load_model",
      [](const std::optional<std::filesystem::path>& path, const std::string& precision,
         int threads) {
        const LoadOptions options = load_options(precision, threads);
        const py::gil_scoped_release released;
        return load(path, options);
      },
      py::arg("path") = py::none(), py::arg("precision") = "auto", py::arg("threads") = 0,
      "Loads a model.\n\n"
      "path: a model file; None: the one that ships.\n"
      "precision: auto (the fastest that was seen to give this model's classes here), fp32, bf16\n"
      "or int8. threads: cores to use; 0: all.");
}

}  // namespace msmv::python
