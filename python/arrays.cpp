#include "arrays.h"

#include <cstdint>
#include <cstring>
#include <string>

#include "msmv/values/decimal.h"

namespace msmv::python {
namespace {

[[noreturn]] void refuse_type(const std::string& text) {
  throw py::type_error(text);
}

std::string described(const py::array& array) {
  return "an array of " + std::string(py::str(array.dtype())) + " of shape " +
         std::string(py::str(array.attr("shape")));
}

std::string type_name(const py::handle& object) {
  return py::str(py::type::of(object).attr("__name__"));
}

double number_of(const py::handle& value) {
  const double um = PyFloat_AsDouble(value.ptr());
  if (PyErr_Occurred() != nullptr) {
    PyErr_Clear();
    refuse_type("mpp: expected micrometres per pixel, a number or a pair (x, y), got " +
                type_name(value));
  }
  if (!(um >= kSmallestPixelUm && um <= kLargestPixelUm)) {
    throw py::value_error("mpp: " + decimal(um) + " um per pixel is not between " +
                          decimal(kSmallestPixelUm) + " and " + decimal(kLargestPixelUm));
  }
  return um;
}

}  // namespace

RgbImage pixels_of(const py::object& object, const char* name) {
  const std::string wanted =
      std::string(name) + ": expected a uint8 array of shape (height, width, 3) in R, G, B order";
  if (!py::isinstance<py::array>(object)) {
    refuse_type(wanted + ", got " + type_name(object));
  }
  py::array array = py::reinterpret_borrow<py::array>(object);
  if (!py::isinstance<py::array_t<std::uint8_t>>(array)) {
    refuse_type(wanted + ", got " + described(array));
  }
  if (array.ndim() != 3 || array.shape(2) != 3 || array.size() == 0) {
    throw py::value_error(wanted + ", got " + described(array));
  }
  const int rows = static_cast<int>(array.shape(0)), columns = static_cast<int>(array.shape(1));
  const bool has_rows =
      array.strides(2) == 1 && array.strides(1) == 3 && array.strides(0) >= array.shape(1) * 3;
  if (has_rows) {
    // OpenCV takes no constant pixels; nothing writes to a photo's.
    auto* data = const_cast<void*>(array.data());
    return {cv::Mat(rows, columns, CV_8UC3, data, static_cast<std::size_t>(array.strides(0)))};
  }
  RgbImage copy{cv::Mat(rows, columns, CV_8UC3)};
  const auto whole = py::array_t<std::uint8_t, py::array::c_style | py::array::forcecast>(array);
  std::memcpy(copy.pixels.data, whole.data(), static_cast<std::size_t>(whole.size()));
  return copy;
}

py::array_t<std::uint8_t> array_of(const RgbImage& image) {
  // The array's base keeps the pixels, unless they are another array's.
  const bool is_own = image.pixels.u != nullptr && image.pixels.isContinuous();
  const auto* kept = new cv::Mat(is_own ? image.pixels : image.pixels.clone());
  const py::capsule owner(kept, [](void* pixels) { delete static_cast<cv::Mat*>(pixels); });
  return py::array_t<std::uint8_t>({kept->rows, kept->cols, 3}, kept->data, owner);
}

PixelSize pixel_size_of(const py::object& mpp) {
  if (py::isinstance<py::tuple>(mpp) || py::isinstance<py::list>(mpp)) {
    const auto pair = py::reinterpret_borrow<py::sequence>(mpp);
    if (pair.size() != 2) {
      throw py::value_error("mpp: expected a number or a pair (x, y), got " +
                            std::to_string(pair.size()) + " numbers");
    }
    return {number_of(pair[0]), number_of(pair[1])};
  }
  const double um = number_of(mpp);
  return {um, um};
}

Photo photo_of(const py::object& image, const py::object& mpp) {
  return {.image = pixels_of(image, "image"),
          .um_per_px = pixel_size_of(mpp),
          .um_per_px_source = PixelSizeSource::given,
          .path = "image"};
}

}  // namespace msmv::python
