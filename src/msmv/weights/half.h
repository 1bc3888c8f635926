#pragma once

#include <bit>
#include <cstdint>

// The two 16-bit number formats, to and from float; rounding is to nearest, ties to even.

namespace msmv::weights {

// IEEE 754 binary16. Exact, without a branch that depends on the value's kind being common
// (M. Dukhan's FP16 library, fp16_ieee_to_fp32_value).
constexpr float from_f16(std::uint16_t bits) {
  const std::uint32_t word = static_cast<std::uint32_t>(bits) << 16;
  const std::uint32_t sign = word & 0x8000'0000U;
  const std::uint32_t magnitude = word + word;
  const float normal = std::bit_cast<float>((magnitude >> 4) + (0xE0U << 23)) * 0x1.0p-112F;
  const float subnormal = std::bit_cast<float>((magnitude >> 17) | (126U << 23)) - 0.5F;
  const bool is_subnormal = magnitude < (1U << 27);
  return std::bit_cast<float>(sign |
                              std::bit_cast<std::uint32_t>(is_subnormal ? subnormal : normal));
}

// Too large values become infinite (the same library, fp16_ieee_from_fp32_value).
constexpr std::uint16_t to_f16(float value) {
  const std::uint32_t word = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t magnitude = word + word;
  const float absolute = std::bit_cast<float>(word & 0x7FFF'FFFFU);
  const float rounded = (absolute * 0x1.0p+112F) * 0x1.0p-110F;
  const std::uint32_t exponent =
      (magnitude & 0xFF00'0000U) < 0x7100'0000U ? 0x7100'0000U : magnitude & 0xFF00'0000U;
  const std::uint32_t shifted =
      std::bit_cast<std::uint32_t>(std::bit_cast<float>((exponent >> 1) + 0x0780'0000U) + rounded);
  const std::uint32_t half = ((shifted >> 13) & 0x7C00U) + (shifted & 0x0FFFU);
  const bool is_nan = magnitude > 0xFF00'0000U;
  return static_cast<std::uint16_t>(((word & 0x8000'0000U) >> 16) | (is_nan ? 0x7E00U : half));
}

// bfloat16: the upper half of a float.
constexpr float from_bf16(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

constexpr std::uint16_t to_bf16(float value) {
  const std::uint32_t word = std::bit_cast<std::uint32_t>(value);
  const bool is_nan = word + word > 0xFF00'0000U;
  const std::uint32_t rounded = word + 0x7FFFU + ((word >> 16) & 1U);
  return static_cast<std::uint16_t>(is_nan ? 0x7FC0U : rounded >> 16);
}

}  // namespace msmv::weights
