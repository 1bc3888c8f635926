#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "arrays.h"
#include "classes.h"
#include "msmv/image/read.h"
#include "msmv/runs/nuclei_of.h"
#include "msmv/stain/normalize.h"

namespace msmv::python {
namespace {

// A row of the array that msmv.nuclei gives, named as the columns of `msmv nuclei --csv`.
struct NucleusRow {
  double x, y, area_um2, probability;
};

py::tuple read_image(const std::filesystem::path& path, const py::object& mpp) {
  image::ReadOptions options{.require_pixel_size = true};
  if (!mpp.is_none()) {
    options.given_um_per_px = pixel_size_of(mpp);
  }
  Photo photo;
  {
    const py::gil_scoped_release released;
    photo = image::read(path, options);
  }
  return py::make_tuple(array_of(photo.image),
                        py::make_tuple(photo.um_per_px.x, photo.um_per_px.y));
}

py::array_t<NucleusRow> nuclei(const py::object& image, const py::object& mpp,
                               const std::string& detector) {
  const krem::Config config{.detector = enum_of<krem::Detector>(detector, "detector")};
  const Photo photo = photo_of(image, mpp);
  report::FoundNuclei found;
  {
    const py::gil_scoped_release released;
    found = runs::nuclei_of(photo, config);
  }
  py::array_t<NucleusRow> rows(static_cast<py::ssize_t>(found.nuclei.size()));
  NucleusRow* row = rows.mutable_data();
  for (const report::FoundNucleus& nucleus : found.nuclei) {
    *row++ = {nucleus.at.x, nucleus.at.y, nucleus.area_um2, nucleus.probability};
  }
  return rows;
}

// The look of one picture or the mean look of several; the default look of none.
stain::Target target_of(const py::object& target) {
  std::vector<stain::Target> looks;
  const bool is_list = py::isinstance<py::list>(target) || py::isinstance<py::tuple>(target);
  const py::list pictures = target.is_none() ? py::list()
                            : is_list        ? py::list(target)
                                             : py::list(py::make_tuple(target));
  for (const py::handle& picture : pictures) {
    const auto look =
        stain::look_of(pixels_of(py::reinterpret_borrow<py::object>(picture), "target"));
    if (!look) {
      throw py::value_error("target: shows no tissue stained with both hematoxylin and eosin");
    }
    looks.push_back(*look);
  }
  return looks.empty() ? stain::Target{} : stain::average(looks);
}

py::array_t<std::uint8_t> normalize(const py::object& image, const py::object& target,
                                    const std::string& method) {
  const stain::Config config{.method = enum_of<stain::Method>(method, "method"),
                             .target = target_of(target)};
  const RgbImage pixels = pixels_of(image, "image");
  stain::Recolouring recolouring;
  RgbImage normalized;
  {
    const py::gil_scoped_release released;
    recolouring = stain::measure(pixels, config);
    normalized = stain::apply(recolouring, pixels);
  }
  if (recolouring.fault != stain::Fault::none) {
    py::module_::import("warnings")
        .attr("warn")("image: " + std::string(stain::text(recolouring.fault)) + "; left as it is");
  }
  return array_of(normalized);
}

}  // namespace

void add_pictures(py::module_& module) {
  PYBIND11_NUMPY_DTYPE(NucleusRow, x, y, area_um2, probability);
  module.def(
      "read_image", &read_image, py::arg("path"), py::arg("mpp") = py::none(),
      "Reads a picture as the commands do: (array, mpp), the array uint8 (height, width, 3)\n"
      "in R, G, B order, mpp the micrometres per pixel along x and y, from the file unless\n"
      "given. Raises InputError for a file that is damaged, or whose pixel size nobody\n"
      "knows.");
  module.def("nuclei", &nuclei, py::arg("image"), py::arg("mpp"), py::arg("detector") = "learned",
             "Nuclei of a picture, as `msmv nuclei` finds them: an array with the fields x, y\n"
             "(pixels), area_um2 and probability. detector: learned, accurate (slower),\n"
             "hematoxylin or paper.");
  module.def(
      "normalize", &normalize, py::arg("image"), py::arg("target") = py::none(),
      py::arg("method") = "macenko",
      "The picture with its hematoxylin and eosin in the look of `target`: an array, several\n"
      "(their mean look) or None (the mean look of BACH). method: macenko, reinhard or none.\n"
      "A picture that does not show both stains is left as it is, with a warning.");
}

}  // namespace msmv::python
