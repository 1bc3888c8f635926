#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "msmv/image/header.h"

namespace msmv::image {

// Whether a light microscope can give such pixels.
bool is_plausible(const PixelSize& um_per_px);

// Throws InputError when an axis lies outside the bounds of values/geometry.h (or is no number);
// `origin` opens the fault and says where the value comes from, `cure` closes it.
void require_plausible(const std::filesystem::path& path, const PixelSize& um_per_px,
                       std::string_view origin, std::string_view cure);

// The pixel size in the text that microscopy writers put into a TIFF's ImageDescription:
// OME-XML (Pixels/@PhysicalSizeX, Y and their units, micrometres unless said), or Aperio's
// "MPP = 0.4990"; a decimal comma is as good as a point ("MPP = 0,499000"). Nothing when the text
// is another one, names no size, or names one in pixels. What it names and is no length (a word, an
// unknown unit, one axis alone) is given as `not_understood`.
std::optional<StatedPixelSize> pixel_size_in_description(std::string_view description);

// How many colour channels a TIFF says that it has, by OME-XML or ImageJ; 1 where it says nothing.
int channels_in_description(std::string_view description);

// ImageJ leaves the TIFF resolution without a unit and names the unit in the description
// ("unit=micron"). How many micrometres that unit has; nothing for another text.
std::optional<double> imagej_unit_in_um(std::string_view description);

// The unit that ImageJ names and that is no length we know, pixels apart; "" where there is none.
std::string imagej_unknown_unit(std::string_view description);

}  // namespace msmv::image
