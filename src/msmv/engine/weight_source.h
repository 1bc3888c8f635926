#pragma once

#include <functional>
#include <optional>
#include <string>

#include "msmv/weights/tensor.h"

namespace msmv::engine {

// Where trained tensors come from, by torchvision's state-dict names after the encoder's prefix
// ("shared.layer1.0.conv1.weight"). The values of each are read once, when they are needed.
struct WeightSource {
  std::function<std::optional<weights::Shape>(const std::string& name)> shape_of;
  std::function<weights::Tensor(const std::string& name)> read;
};

}  // namespace msmv::engine
