#pragma once

#include <random>

#include "msmv/model/model_file.h"

namespace msmv::testing {

// A whole model of the smallest kind, its weights by chance.
inline ModelFile some_model() {
  ModelFile model;
  model.config.classes = {"good", "bad"};
  model.config.pfenet.shared_weights = true;
  model.config.fdnet.discriminator = fdnet::Discriminator::fc;
  model.provenance = {{"data", "none"}, {"seed", 7}};
  std::minstd_rand random(1);
  for (const auto& [name, shape] : layout(model.config)) {
    weights::Tensor& tensor = model.weights[name];
    tensor.shape = shape;
    tensor.values.resize(weights::count_of(shape));
    for (float& value : tensor.values) {
      value = static_cast<float>(random()) / static_cast<float>(std::minstd_rand::max());
    }
  }
  return model;
}

}  // namespace msmv::testing
