#include "msmv/engine/precision.h"

#include <oneapi/dnnl/dnnl.hpp>

namespace msmv::engine {

namespace {

Processor ask_onednn() {
  using dnnl::cpu_isa;
  Processor avx2{.instructions = "AVX2", .has_avx2 = true};
  Processor avx512{.instructions = "AVX-512", .has_avx2 = true, .has_avx512 = true};
  switch (dnnl::get_effective_cpu_isa()) {
    case cpu_isa::avx512_core_amx:
      avx512.instructions += " with AMX";
      avx512.has_bf16 = avx512.has_int8_dot = true;
      return avx512;
    case cpu_isa::avx512_core_bf16:
      avx512.instructions += " with BF16";
      avx512.has_bf16 = avx512.has_int8_dot = true;
      return avx512;
    case cpu_isa::avx512_core_vnni:
      avx512.instructions += " with VNNI";
      avx512.has_int8_dot = true;
      return avx512;
    case cpu_isa::avx512_core:
      return avx512;
    case cpu_isa::avx2_vnni:
      avx2.instructions += " with VNNI";
      avx2.has_int8_dot = true;
      return avx2;
    case cpu_isa::avx2:
      return avx2;
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
