#pragma once

#include <cstdint>
#include <random>
#include <span>

#include "msmv/config/fields.h"

namespace msmv::training {

// Random changes of a sample's patches, none by default: the paper's augmentation is its six views
// and twelve windows, which the store already holds.
struct Augmentation {
  bool turns = false;
  double shift = 0;
  double zoom = 0;
  double stain_gain = 0;
  double stain_shift = 0;
  double gamma = 0;
  double blur_px = 0;
  double sharpen = 0;
  double noise = 0;
  double jpeg = 0;
};

template <RefTo<Augmentation> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("turns", c.turns, "one of the eight turns and mirrorings, the same at all scales",
        unlimited());
  field("shift", c.shift,
        "windows move by up to this part of the margin that stored patches have around them",
        between(0, 1));
  field("zoom", c.zoom, "windows grow or shrink by up to this part, within the stored patch",
        between(0, 0.9));
  field("stain_gain", c.stain_gain, "hematoxylin and eosin get stronger or weaker by this part",
        between(0, 0.9));
  field("stain_shift", c.stain_shift, "and by up to this optical density everywhere",
        between(0, 0.5));
  field("gamma", c.gamma, "levels are raised to a power between 1 / (1 + this) and 1 + this",
        between(0, 2));
  field("blur_px", c.blur_px, "largest deviation of a Gaussian blur, in patch pixels",
        between(0, 5));
  field("sharpen", c.sharpen,
        "largest share of what a blur by one patch pixel takes away that is added; half of the "
        "samples are sharpened, the others blurred",
        between(0, 5));
  field("noise", c.noise, "largest deviation of Gaussian noise, of 255 levels", between(0, 50));
  field("jpeg", c.jpeg, "coarsest JPEG quantization, as a multiple of that at quality 50",
        between(0, 4));
}

// The patches of one sample at all scales, 8-bit RGB.
struct SampleShape {
  std::size_t scales = 0;
  std::size_t stored_side_px = 0;  // as in the store: the patch and a margin around it, or none
  std::size_t side_px = 0;         // as the network takes it
};

// Cuts patches of side_px out of the stored ones and changes them at random. Without any change it
// is the middle. `stored` and `out` are [scales, side, side, 3] of their sides. Throws
// std::invalid_argument when they don't fit or the stored side is the smaller one.
void augment(const Augmentation& how, const SampleShape& shape,
             std::span<const std::uint8_t> stored, std::mt19937_64& random,
             std::span<std::uint8_t> out);

}  // namespace msmv::training
