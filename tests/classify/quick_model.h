#pragma once

#include "classify/random_model.h"

namespace msmv::testing {

// Settings of a model whose encoder is a vision transformer of 4,000 weights: for tests that start
// the program very often, and in which encoding is not what is tested.
inline Config quick_config() {
  Config config;
  config.krem.windows_px = {224};
  config.krem.steps_px = {40};
  config.krem.views = 2;
  config.image.min_side_px = 224;
  config.patches.side_px = 32;
  config.pfenet.backbone = pfenet::Backbone::vision_transformer;
  config.pfenet.shared_weights = true;
  config.pfenet.form = {
      .image_px = 32, .patch_px = 16, .width = 16, .depth = 1, .heads = 2, .mlp_width = 32};
  config.fdnet.layers = 1;
  config.fdnet.hidden_per_direction = 8;
  return config;
}

}  // namespace msmv::testing
