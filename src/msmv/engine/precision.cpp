#include "msmv/engine/precision.h"

#include <fstream>

namespace msmv::engine {

namespace {

std::string name_of_processor() {
  std::ifstream facts("/proc/cpuinfo");
  for (std::string line; std::getline(facts, line);) {
    if (line.starts_with("model name") || line.starts_with("CPU part")) {
      const auto colon = line.find(": ");
      return colon == std::string::npos ? line : line.substr(colon + 2);
    }
  }
  return "unknown";
}

Processor ask_processor() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq")) {
    Processor found{.instructions = "AVX-512", .has_avx2 = true, .has_avx512 = true};
    found.has_int8_dot = __builtin_cpu_supports("avx512vnni");
    found.has_bf16 = found.has_int8_dot && __builtin_cpu_supports("avx512bf16");
    if (found.has_bf16 && __builtin_cpu_supports("amx-int8")) {
      found.instructions += " with AMX";
    } else if (found.has_bf16) {
      found.instructions += " with BF16";
    } else if (found.has_int8_dot) {
      found.instructions += " with VNNI";
    }
    return found;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    Processor found{.instructions = "AVX2", .has_avx2 = true};
    found.has_int8_dot = __builtin_cpu_supports("avxvnni");
    found.instructions += found.has_int8_dot ? " with VNNI" : "";
    return found;
  }
  return {.instructions = __builtin_cpu_supports("avx") ? "AVX" : "SSE4.1"};
#else
  return {.instructions = "Arm NEON", .has_int8_dot = true};
#endif
}

}  // namespace

const Processor& processor() {
  static const Processor asked = [] {
    Processor found = ask_processor();
    found.name = name_of_processor();
    return found;
  }();
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
