#include <pybind11/pybind11.h>

#include <opencv2/core/utility.hpp>

#include "classes.h"
#include "msmv/values/errors.h"

PYBIND11_MODULE(_msmv, module) {
  namespace py = pybind11;
  module.doc() = "What msmv's package is made of.";
  module.attr("__version__") = MSMV_VERSION;
  py::register_exception<msmv::InputError>(module, "InputError", PyExc_ValueError).attr("__doc__") =
      "A file, a table, a setting or a picture that something is wrong with.";
  py::register_exception<msmv::OutputError>(module, "OutputError", PyExc_OSError).attr("__doc__") =
      "What was to be written can't be.";
  py::register_exception<msmv::Interrupted>(module, "Interrupted");
  cv::setNumThreads(1);  // each picture has a thread of its own (pipeline/pipeline.h)
  msmv::python::add_classes(module);
  msmv::python::add_pictures(module);
  msmv::python::add_slides(module);
  msmv::python::add_runs(module);
}
