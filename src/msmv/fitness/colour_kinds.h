#pragma once

// What kind of thing a pixel shows, by its colour alone: the rules that a field
// (fitness/look.h) and a slide's tissue mask can share. Plain numbers.

#include <algorithm>
#include <cmath>

namespace msmv::fitness {

// Optical densities of one pixel (or of the mean colour of several) in R, G, B: at least 0, white
// being level 240.
struct Density {
  float red = 0, green = 0, blue = 0;

  float mean() const { return (red + green + blue) / 3; }
  float spread() const { return std::max({red, green, blue}) - std::min({red, green, blue}); }
  // In degrees: 0 what absorbs red (blue, cyan), 30 hematoxylin, 90 magenta, 90 to 160 eosin, 175
  // DAB's brown, 180 yellow, below 0 green.
  float hue() const {
    constexpr float kDegrees = 57.29578F;
    return kDegrees * std::atan2(green - (red + blue) / 2, red - blue);
  }
};

enum class Kind {
  glass,    // light, or gray glass
  tissue,   // the hues of hematoxylin, eosin and red cells
  foreign,  // any other hue, or dark gray
};

inline bool is_light(const Density& d) {
  constexpr float kLight = 0.12F, kGlass = 0.5F, kGrayGlass = 0.08F;
  return d.mean() < kLight || (d.spread() < kGrayGlass && d.mean() < kGlass);
}

// `hue` is d.hue(), which takes most of the time.
inline Kind kind_of(const Density& d, float hue) {
  constexpr float kGrayShare = 0.25F, kFirstHue = -20, kLastHue = 166;
  if (is_light(d)) {
    return Kind::glass;
  }
  const bool is_gray = d.spread() < kGrayShare * d.mean();
  return !is_gray && hue > kFirstHue && hue < kLastHue ? Kind::tissue : Kind::foreign;
}

// The colours of markers. A pixel proves nothing, for a dense nucleus may have such a colour; an
// area larger than nuclei does.
inline bool is_ink_coloured(const Density& d, float hue) {
  const float mean = d.mean();
  const bool is_cold = hue > -150 && ((mean > 0.45F && hue < 16) || (mean > 0.7F && hue < 22));
  const bool is_black = mean > 1.2F && d.spread() < 0.35F * mean;
  const bool is_red = mean > 0.8F && d.red < 0.4F * mean && d.blue > 0.6F * d.green;
  return is_cold || is_black || is_red;
}

inline bool is_blood_coloured(const Density& d) {
  const float mean = d.mean();
  return mean > 0.35F && d.red < 0.36F * mean && d.blue > 0.5F * d.green;
}

}  // namespace msmv::fitness
