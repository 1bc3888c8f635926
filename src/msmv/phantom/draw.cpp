#include "msmv/phantom/draw.h"

#include <opencv2/core/mat.hpp>
#include <stdexcept>
#include <string>

#include "msmv/phantom/nuclei.h"
#include "msmv/phantom/optics.h"
#include "msmv/phantom/stroma.h"

namespace msmv::phantom {
namespace {

void check(const Config& config) {
  const auto is_side = [](int side) { return side >= 64 && side <= 16384; };
  if (!is_side(config.width_px) || !is_side(config.height_px) ||
      !(config.um_per_px >= 0.1 && config.um_per_px <= 2)) {
    throw std::invalid_argument("phantom::draw: " + std::to_string(config.width_px) + " x " +
                                std::to_string(config.height_px) + " px of " +
                                std::to_string(config.um_per_px) +
                                " um, wanted sides of 64 to 16384 px of 0.1 to 2 um");
  }
}

// Fat has a concentration of 0.01 in all, an empty lumen of 0.02, the palest secretion of 0.2.
cv::Mat stained_in(const Canvas& canvas) {
  constexpr float kLeast = 0.1F;
  cv::Mat stained(canvas.height, canvas.width, CV_8UC1);
  for (std::size_t i = 0; i < canvas.pixels(); ++i) {
    stained.data[i] = canvas.hematoxylin[i] + canvas.eosin[i] >= kLeast ? 255 : 0;
  }
  return stained;
}

}  // namespace

Phantom draw(Seed seed, const Config& config) {
  check(config);
  Random random(derive(seed, 0));
  const auto own = static_cast<Arrangement>(random.bits() % 4);
  const Arrangement arrangement = config.arrangement.value_or(own);
  Canvas canvas(config.width_px, config.height_px, config.um_per_px);

  const double fibre_angle = paint_stroma(canvas, random);
  if (random.uniform(0, 1) < 0.6) {
    paint_fat(canvas, random, random.uniform(0.15, 0.4));
  }
  const Noise bend(random.bits());
  const std::vector<Duct> ducts = lay_ducts(canvas, random, arrangement);
  paint_ducts(canvas, ducts, bend);
  const auto seedlings = place_nuclei({canvas, ducts, bend, arrangement, fibre_angle}, random);
  std::vector<Nucleus> nuclei = paint_nuclei(canvas, seedlings, random);
  Random camera = config.camera ? Random(*config.camera) : random;
  return {.image = expose(canvas, camera),
          .um_per_px = config.um_per_px,
          .arrangement = arrangement,
          .nuclei = std::move(nuclei),
          .stained = stained_in(canvas)};
}

}  // namespace msmv::phantom
