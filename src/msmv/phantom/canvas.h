#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace msmv::phantom {

// The kind of tissue at a place, which decides what may lie there.
enum class Ground : std::uint8_t { stroma, epithelium, lumen, fat };

// The concentrations of the two stains, and the ground, at the centre of each pixel.
struct Canvas {
  int width, height;
  double um_per_px;
  std::vector<float> hematoxylin, eosin;
  std::vector<Ground> ground;

  Canvas(int width_px, int height_px, double um)
      : width(width_px),
        height(height_px),
        um_per_px(um),
        hematoxylin(pixels(), 0.0F),
        eosin(pixels(), 0.0F),
        ground(pixels(), Ground::stroma) {}

  std::size_t pixels() const {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  }
  std::size_t at(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
  }
  // Lengths of tissue are in micrometres everywhere; only places are in pixels.
  double px(double um) const { return um / um_per_px; }
  double um2() const { return static_cast<double>(pixels()) * um_per_px * um_per_px; }
};

// The pixels within `reach` of a place, clipped to the canvas; last ones excluded.
struct Box {
  int left, top, right, bottom;

  Box(const Canvas& canvas, double x, double y, double reach)
      : left(std::clamp(static_cast<int>(x - reach), 0, canvas.width)),
        top(std::clamp(static_cast<int>(y - reach), 0, canvas.height)),
        right(std::clamp(static_cast<int>(x + reach) + 2, 0, canvas.width)),
        bottom(std::clamp(static_cast<int>(y + reach) + 2, 0, canvas.height)) {}
};

// 0 below `low`, 1 above `high`, smooth between.
inline float smooth_step(float low, float high, float value) {
  const float t = std::clamp((value - low) / (high - low), 0.0F, 1.0F);
  return t * t * (3 - 2 * t);
}

inline void blend(float& value, float towards, float share) {
  value += share * (towards - value);
}

}  // namespace msmv::phantom
