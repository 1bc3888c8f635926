#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msmv::image {

// OME-XML, the text that microscopy writers put into a TIFF's ImageDescription, says this of the
// picture on the first page (OME model 2016-06). Attributes as they are written; empty: not there.
struct OmePixels {
  std::string size_c;
  std::string physical_size_x, physical_size_x_unit, physical_size_y, physical_size_y_unit;
};

// The Pixels element whose TiffData names directory 0, else the first that names none, else the
// first. Nothing when the text is no XML or has no such element.
std::optional<OmePixels> find_ome_pixels(std::string_view description);

}  // namespace msmv::image
