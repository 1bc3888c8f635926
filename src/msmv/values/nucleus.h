#pragma once

#include "msmv/values/geometry.h"

namespace msmv {

// One nucleus: its centroid and area in the pixels of the frame it was found in.
struct Nucleus {
  Point centre;
  double area_px = 0;
  double probability = 1;  // that it is one, as the detector says; 1 where it doesn't
  bool operator==(const Nucleus&) const = default;
};

}  // namespace msmv
