#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "msmv/values/geometry.h"

namespace msmv {

// How sure a network is, place by place, that a nucleus has its centre there: 0 to 1, row by row.
struct CentreMap {
  int width = 0, height = 0;
  std::vector<float> values;
};

// A network that has learnt where nuclei are, as the detector sees it: from packed 8-bit RGB at the
// network's pixel size, both sides multiples of `multiple_px`, to a map of half as many places
// along each side. Whoever loads the network supplies it (nuclei/network_file.h); any thread may
// call `map`, and the map depends on the picture alone.
struct CentreNetwork {
  std::function<CentreMap(std::span<const std::uint8_t> rgb, PixelExtent picture)> map;
  double um_per_px = 0.6;  // that it reads
  int multiple_px = 4;
  double threshold = 0.4;  // peaks from here on are nuclei
  std::string id;          // of the file, if it is of one
};

}  // namespace msmv
