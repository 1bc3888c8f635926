#pragma once

#include <cstddef>
#include <vector>

namespace msmv {

// What PFENet makes of a patch batch: [samples, scales, features], row-major.
struct Encodings {
  std::size_t samples = 0, scales = 0, features = 0;
  std::vector<float> values;
};

}  // namespace msmv
