#pragma once

#include <filesystem>

#include "classify/random_model.h"
#include "msmv/classify/model.h"
#include "msmv/phantom/slide.h"

namespace msmv::testing {

// A model that is quick and knows nothing; its tiles are 94.08 um a side.
inline ModelFile small_slide_model() {
  Config config;
  config.krem.windows_px = {224};
  config.krem.steps_px = {40};
  config.krem.views = 2;
  config.image.min_side_px = 224;
  config.patches.side_px = 32;
  config.fdnet.layers = 1;
  config.fdnet.hidden_per_direction = 8;
  ModelFile model = random_model(config, 3);
  model.storage = weights::Storage::q8;
  return model;
}

// A slide of 600 x 450 um: two islands, pen marks.
inline phantom::PhantomSlide write_small_slide(const std::filesystem::path& path, Seed seed = 2) {
  phantom::PhantomSlide slide = phantom::draw_slide(
      seed, {.width_px = 1200, .height_px = 900, .um_per_px = 0.5, .islands = 2});
  phantom::write_slide(path, slide);
  return slide;
}

}  // namespace msmv::testing
