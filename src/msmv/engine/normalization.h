#pragma once

#include <array>

namespace msmv::engine {

// The weights were trained on (value / 255 - mean) / deviation, for R, G and B.
struct Normalization {
  std::array<float, 3> mean{0, 0, 0}, deviation{1, 1, 1};
};

}  // namespace msmv::engine
