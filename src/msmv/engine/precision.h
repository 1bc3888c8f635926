#pragma once

#include <string>

#include "msmv/config/fields.h"

namespace msmv::engine {

// The numbers that the convolutions compute with. fp32 is the reference; bf16 keeps 8 bits of the
// mantissa; int8 has 8-bit weights and activations and sums in 32 bits.
enum class Precision { fp32, bf16, int8 };

constexpr EnumNames<Precision, 3> enum_names(Precision) {
  return {{{Precision::fp32, "fp32"}, {Precision::bf16, "bf16"}, {Precision::int8, "int8"}}};
}

// The instructions of this processor that the engine uses.
struct Processor {
  std::string instructions;  // the best set that it computes with: "AVX2", "AVX-512 with VNNI"
  bool has_avx2 = false, has_avx512 = false;
  bool has_bf16 = false;      // multiplies bf16 itself
  bool has_int8_dot = false;  // multiplies and sums 8-bit numbers without saturating in between
  std::string name = {};      // "AMD EPYC 9R14"
};
const Processor& processor();

// The precision that will run where `wanted` is asked for, and why it is another (else empty).
struct Available {
  Precision precision = Precision::fp32;
  std::string reason;
};
Available available(Precision wanted, const Processor& on);

}  // namespace msmv::engine
