#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "msmv/classify/slide_run.h"

// The arguments that several calls take, once: names, order and defaults. A function has its
// parameters in this order.

namespace msmv::python {

namespace py = pybind11;

// model, and behind it only arguments by name.
inline auto model_argument() {
  return std::make_tuple(py::arg("model") = py::none(), py::kw_only());
}

inline auto progress_argument() {
  return std::make_tuple(py::arg("progress") = py::none());
}

// mpp, overlap, least_tissue, views, nuclei: of a slide's tiles.
inline auto slide_arguments() {
  const SlideOptions defaults;
  return std::make_tuple(py::arg("mpp") = py::none(), py::arg("overlap") = defaults.overlap,
                         py::arg("least_tissue") = defaults.least_tissue,
                         py::arg("views") = defaults.views,
                         py::arg("nuclei") = defaults.wants_nuclei);
}

// root, class_map, mpp, skip_faulty: of labelled images.
inline auto labelled_arguments() {
  return std::make_tuple(py::arg("root") = py::none(),
                         py::arg("class_map") = std::map<std::string, std::string>(),
                         py::arg("mpp") = py::none(), py::arg("skip_faulty") = false);
}

// Adds a function whose arguments are these lists, one behind the other.
template <class Function, class... Lists>
void define(py::module_& module, const char* name, Function&& function, const char* documentation,
            const Lists&... lists) {
  std::apply(
      [&](const auto&... arguments) {
        module.def(name, std::forward<Function>(function), arguments..., documentation);
      },
      std::tuple_cat(lists...));
}

}  // namespace msmv::python
