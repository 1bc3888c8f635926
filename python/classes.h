#pragma once

#include <pybind11/pybind11.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "msmv/classify/model.h"
#include "msmv/config/json.h"
#include "msmv/report/prediction.h"

namespace msmv::python {

namespace py = pybind11;

// A model as Python holds it.
struct LoadedModel {
  std::shared_ptr<const Model> model;
  std::filesystem::path path;
  LoadOptions options;
  // What runs its encoder on patches of any picture, made when it is first needed.
  struct PatchEncoder {
    std::once_flag is_made;
    std::optional<Model> model;
  };
  std::shared_ptr<PatchEncoder> patch_encoder = std::make_shared<PatchEncoder>();
};

// What the model says of one picture.
struct Diagnosed {
  report::Prediction prediction;
  ClassNames classes;
};

// precision: "auto", "fp32", "bf16" or "int8". Throws ValueError for another.
LoadOptions load_options(const std::string& precision, int threads);
LoadedModel load(const std::optional<std::filesystem::path>& path, const LoadOptions& options);
// The same, or the model that ships where there is none.
LoadedModel model_or_default(const std::optional<LoadedModel>& model);

// As Python's json module reads it.
py::object to_python(const Json& json);

// What has the name among an enum's, else ValueError that names them all; `what` begins it.
template <class Enum>
Enum enum_of(const std::string& text, const std::string& what) {
  std::string names;
  for (const auto& [value, name] : enum_names(Enum{})) {
    if (text == name) {
      return value;
    }
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  throw py::value_error(what + ": '" + text + "' is none of " + names);
}

// The module's parts.
void add_classes(py::module_& module);   // Model, Diagnosis
void add_pictures(py::module_& module);  // read_image, nuclei, normalize
void add_slides(py::module_& module);    // Slide, classify_slide, classify_slides
void add_runs(py::module_& module);      // classify_files, evaluate, train

}  // namespace msmv::python
