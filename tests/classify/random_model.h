#pragma once

#include <cmath>
#include <random>
#include <string>

#include "msmv/model/model_file.h"

namespace msmv::testing {

// A model of the given settings with seeded random weights, scaled so that values neither die nor
// grow on their way: it knows nothing, but its answers depend on what it is shown.
inline ModelFile random_model(const Config& config, std::uint64_t seed) {
  ModelFile model{.config = config};
  model.config.fitness.refuse = false;  // its pictures are flat colours and noise
  std::mt19937_64 chance(seed);
  const auto uniform = [&chance] {  // -1 to 1, the same on every machine
    return static_cast<double>(chance() >> 11) / 4503599627370496.0 - 1;
  };
  for (const auto& [name, shape] : layout(config)) {
    weights::Tensor tensor{.shape = shape, .values = {}};
    const std::size_t count = weights::count_of(shape);
    const double fan_in =
        static_cast<double>(count) / static_cast<double>(shape.empty() ? 1 : shape[0]);
    const bool is_one =
        name.ends_with("running_var") || (shape.size() == 1 && name.ends_with("weight"));
    for (std::size_t i = 0; i < count; ++i) {
      tensor.values.push_back(static_cast<float>(is_one ? 1
                                                 : shape.size() > 1
                                                     ? uniform() * std::sqrt(3 / fan_in)
                                                     : uniform() * 0.1));
    }
    model.weights[name] = tensor;
  }
  return model;
}

}  // namespace msmv::testing
