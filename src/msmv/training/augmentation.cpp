#include "msmv/training/augmentation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <vector>

#include "msmv/stain/he_space.h"
#include "msmv/training/jpeg_noise.h"
#include "msmv/training/random.h"

namespace msmv::training {
namespace {

using Pixels = std::span<const std::uint8_t>;

std::uint8_t to_level(double value) {
  return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

// A square of the stored patch, which becomes the patch.
struct Square {
  double x = 0, y = 0, side = 0;
};

Square random_square(const Augmentation& how, const SampleShape& shape, std::mt19937_64& random) {
  const auto stored = static_cast<double>(shape.stored_side_px);
  const auto side = static_cast<double>(shape.side_px);
  const double wanted = how.zoom > 0 ? side * (1 + how.zoom * signed_uniform(random)) : side;
  Square square{0, 0, std::min(wanted, stored)};
  const double room = (stored - square.side) / 2;
  square.x = room + (how.shift > 0 ? room * how.shift * signed_uniform(random) : 0);
  square.y = room + (how.shift > 0 ? room * how.shift * signed_uniform(random) : 0);
  if (how.zoom == 0) {  // whole pixels: nothing to interpolate
    square.x = std::floor(square.x);
    square.y = std::floor(square.y);
  }
  return square;
}

// Where a pixel of the turned patch comes from. Bit 0 mirrors, bits 1 and 2 turn by quarters.
std::pair<std::size_t, std::size_t> before_turn(unsigned turn, std::size_t x, std::size_t y,
                                                std::size_t side) {
  for (unsigned quarter = 0; quarter < turn / 2; ++quarter) {
    std::swap(x, y);
    x = side - 1 - x;
  }
  return {(turn & 1U) != 0 ? side - 1 - x : x, y};
}

// One place of the stored patch and its neighbours, by bilinear interpolation.
void sample_at(Pixels stored, std::size_t stored_side, double x, double y, std::uint8_t* out) {
  const double limit = static_cast<double>(stored_side) - 1;
  x = std::clamp(x, 0.0, limit);
  y = std::clamp(y, 0.0, limit);
  const auto left = static_cast<std::size_t>(x);
  const auto top = static_cast<std::size_t>(y);
  const std::size_t right = std::min(left + 1, stored_side - 1);
  const std::size_t bottom = std::min(top + 1, stored_side - 1);
  const double dx = x - static_cast<double>(left);
  const double dy = y - static_cast<double>(top);
  const auto at = [&](std::size_t column, std::size_t row, std::size_t channel) {
    return static_cast<double>(stored[(row * stored_side + column) * 3 + channel]);
  };
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const double above = at(left, top, channel) * (1 - dx) + at(right, top, channel) * dx;
    const double below = at(left, bottom, channel) * (1 - dx) + at(right, bottom, channel) * dx;
    out[channel] = to_level(above * (1 - dy) + below * dy);
  }
}

void cut(Pixels stored, const SampleShape& shape, const Square& square, unsigned turn,
         std::span<std::uint8_t> out) {
  const std::size_t side = shape.side_px;
  const double step = square.side / static_cast<double>(side);
  for (std::size_t y = 0; y < side; ++y) {
    for (std::size_t x = 0; x < side; ++x) {
      const auto [column, row] = before_turn(turn, x, y, side);
      sample_at(stored, shape.stored_side_px,
                square.x + (static_cast<double>(column) + 0.5) * step - 0.5,
                square.y + (static_cast<double>(row) + 0.5) * step - 0.5, &out[(y * side + x) * 3]);
    }
  }
}

// Along rows (step 3, a pixel) or columns (step 3 * side); borders repeat.
void blur_lines(std::span<std::uint8_t> patch, std::size_t side, std::size_t step,
                const std::vector<double>& weights) {
  const std::size_t between_lines = step == 3 ? 3 * side : 3;
  const auto radius = static_cast<std::ptrdiff_t>(weights.size() / 2);
  const auto last = static_cast<std::ptrdiff_t>(side) - 1;
  std::vector<std::uint8_t> line(side);
  for (std::size_t i = 0; i < side * 3; ++i) {
    const std::size_t first = i / 3 * between_lines + i % 3;
    for (std::size_t k = 0; k < side; ++k) {
      line[k] = patch[first + k * step];
    }
    for (std::ptrdiff_t k = 0; k <= last; ++k) {
      double sum = 0;
      for (std::ptrdiff_t offset = -radius; offset <= radius; ++offset) {
        sum += weights[static_cast<std::size_t>(offset + radius)] *
               line[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(k + offset, 0, last))];
      }
      patch[first + static_cast<std::size_t>(k) * step] = to_level(sum);
    }
  }
}

void blur(std::span<std::uint8_t> patch, std::size_t side, double deviation_px) {
  const int radius = static_cast<int>(std::ceil(3 * deviation_px));
  if (radius < 1 || deviation_px < 0.1) {
    return;
  }
  std::vector<double> weights;
  double sum = 0;
  for (int k = -radius; k <= radius; ++k) {
    weights.push_back(std::exp(-0.5 * k * k / (deviation_px * deviation_px)));
    sum += weights.back();
  }
  for (double& weight : weights) {
    weight /= sum;
  }
  blur_lines(patch, side, 3, weights);
  blur_lines(patch, side, 3 * side, weights);
}

// Adds what a blur takes away.
void sharpen(std::span<std::uint8_t> patch, std::size_t side, double share) {
  if (share <= 0) {
    return;
  }
  std::vector<std::uint8_t> blurred(patch.begin(), patch.end());
  blur(blurred, side, 1);
  for (std::size_t i = 0; i < patch.size(); ++i) {
    patch[i] = to_level(patch[i] + share * (patch[i] - blurred[i]));
  }
}

void raise_to_power(std::span<std::uint8_t> patch, double power) {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t level = 0; level < table.size(); ++level) {
    table[level] = to_level(255 * std::pow(static_cast<double>(level) / 255, power));
  }
  for (std::uint8_t& level : patch) {
    level = table[level];
  }
}

void add_noise(std::span<std::uint8_t> patch, double deviation, std::mt19937_64& random) {
  for (std::uint8_t& level : patch) {
    level = to_level(level + deviation * normal(random));
  }
}

stain::OdMap random_stain(const Augmentation& how, std::mt19937_64& random) {
  stain::Vector3 gain{1, 1, 1};
  stain::Vector3 shift{0, 0, 0};
  for (std::size_t stain = 0; stain < 2; ++stain) {
    gain[stain] += how.stain_gain * signed_uniform(random);
    shift[stain] += how.stain_shift * signed_uniform(random);
  }
  return stain::he_jitter(gain, shift);
}

}  // namespace

void augment(const Augmentation& how, const SampleShape& shape,
             std::span<const std::uint8_t> stored, std::mt19937_64& random,
             std::span<std::uint8_t> out) {
  const std::size_t stored_bytes = shape.stored_side_px * shape.stored_side_px * 3;
  const std::size_t bytes = shape.side_px * shape.side_px * 3;
  if (shape.stored_side_px < shape.side_px || stored.size() != shape.scales * stored_bytes ||
      out.size() != shape.scales * bytes) {
    throw std::invalid_argument("training::augment: patches of other sizes than said");
  }
  const auto turn = how.turns ? static_cast<unsigned>(random() % 8) : 0U;
  const bool is_sharpened = how.sharpen > 0 && random() % 2 == 0;
  const double sharpness = is_sharpened ? how.sharpen * uniform(random) : 0;
  const double blur_px = how.blur_px * (how.blur_px > 0 && !is_sharpened ? uniform(random) : 0);
  const double noise = how.noise * (how.noise > 0 ? uniform(random) : 0);
  const double coarseness = how.jpeg * (how.jpeg > 0 ? uniform(random) : 0);
  for (std::size_t scale = 0; scale < shape.scales; ++scale) {
    const auto patch = out.subspan(scale * bytes, bytes);
    cut(stored.subspan(scale * stored_bytes, stored_bytes), shape,
        random_square(how, shape, random), turn, patch);
    blur(patch, shape.side_px, blur_px);
    sharpen(patch, shape.side_px, sharpness);
    if (noise > 0) {
      add_noise(patch, noise, random);
    }
    add_jpeg_noise(patch, shape.side_px, coarseness);
  }
  if (how.stain_gain > 0 || how.stain_shift > 0) {
    stain::apply(random_stain(how, random), out, out);
  }
  if (how.gamma > 0) {
    raise_to_power(out, std::pow(1 + how.gamma, signed_uniform(random)));
  }
}

}  // namespace msmv::training
