#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include "msmv/image/rgb_image.h"

namespace msmv::python {

namespace py = pybind11;

// The pixels of a uint8 array of shape (height, width, 3) in R, G, B order; `name` begins the
// messages. Shared with the array, which must outlive them, but for one whose rows aren't runs of
// pixels: that is copied. Throws TypeError and ValueError that say what was wanted.
RgbImage pixels_of(const py::object& array, const char* name);

// A new array that owns the pixels.
py::array_t<std::uint8_t> array_of(const RgbImage& image);

// A number of micrometres, or one for x and one for y. Throws TypeError and ValueError.
PixelSize pixel_size_of(const py::object& mpp);

// A photo from memory: `image` as in pixels_of, `mpp` as in pixel_size_of.
Photo photo_of(const py::object& image, const py::object& mpp);

}  // namespace msmv::python
