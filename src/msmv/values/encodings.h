#pragma once

#include <cstddef>
#include <vector>

namespace msmv {

// The encodings that PFENet gives for a patch batch: [samples, scales, features], row-major.
struct Encodings {
  std::size_t samples = 0, scales = 0, features = 0;
  std::vector<float> values;
};

}  // namespace msmv
