#pragma once

// Colour as optical density, and hematoxylin / eosin as directions in it (Beer-Lambert law:
// light that passes twice the stain is weakened twice as much in each channel's logarithm).
// Plain memory and plain C++, so that the trainer can use it.

#include <cstdint>
#include <span>

#include "msmv/stain/matrix3.h"

namespace msmv::stain {

// The density of an 8-bit level: -ln((level + 1) / white). `white` is the level + 1 of clear glass.
double optical_density(int level, double white);

// A change of colour that is linear in optical density: density' = matrix * density + shift, per
// channel R, G, B. Normalising stains and jittering them are both of this form.
struct OdMap {
  Matrix3 matrix = kIdentity3;
  Vector3 shift{};
  double white = 256;
};

// Recolours interleaved 8-bit RGB; `out` may be `rgb` itself. About 5 ns a pixel on one core.
// Throws std::invalid_argument unless both have the same size, a multiple of three.
void apply(const OdMap& map, std::span<const std::uint8_t> rgb, std::span<std::uint8_t> out);

// Ruifrok and Johnston's hematoxylin, eosin and what is at right angles to both, as unit columns:
// density = he_basis() * concentration. (Ruifrok, Johnston: Anal Quant Cytol Histol 23, 2001.)
Matrix3 he_basis();

// Stain jitter for augmentation: the concentrations of hematoxylin, eosin and the rest are each
// multiplied by `gain` and moved by `shift`. White glass stays white where `shift` is zero.
OdMap he_jitter(const Vector3& gain, const Vector3& shift);

// Interleaved 8-bit RGB to interleaved concentrations of hematoxylin, eosin and the rest, and
// back; the way back gives the very same bytes. Throw std::invalid_argument as `apply` does.
void separate(std::span<const std::uint8_t> rgb, std::span<float> concentrations);
void recompose(std::span<const float> concentrations, std::span<std::uint8_t> rgb);

}  // namespace msmv::stain
