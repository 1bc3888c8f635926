#include "msmv/engine/precision.h"

#include <oneapi/dnnl/dnnl.hpp>

namespace msmv::engine {

namespace {

Processor ask_onednn() {
  using dnnl::cpu_isa;
  switch (dnnl::get_effective_cpu_isa()) {
    case cpu_isa::avx512_core_amx:
      return {.instructions = "AVX-512 with AMX", .has_bf16 = true, .has_int8_dot = true};
    case cpu_isa::avx512_core_bf16:
      return {.instructions = "AVX-512 with BF16", .has_bf16 = true, .has_int8_dot = true};
    case cpu_isa::avx512_core_vnni:
      return {.instructions = "AVX-512 with VNNI", .has_int8_dot = true};
    case cpu_isa::avx512_core:
      return {.instructions = "AVX-512"};
    case cpu_isa::avx2_vnni:
      return {.instructions = "AVX2 with VNNI", .has_int8_dot = true};
    case cpu_isa::avx2:
      return {.instructions = "AVX2"};
    case cpu_isa::avx:
      return {.instructions = "AVX"};
    default:
      return {.instructions = "SSE4.1"};
  }
}

}  // namespace

const Processor& processor() {
  static const Processor asked = ask_onednn();
  return asked;
}

Available available(Precision wanted, const Processor& on) {
  if (wanted == Precision::bf16 && !on.has_bf16) {
    return {.precision = Precision::fp32,
            .reason = "bf16 needs AVX-512 BF16, this processor has " + on.instructions};
  }
  return {.precision = wanted};
}

}  // namespace msmv::engine
