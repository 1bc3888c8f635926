#include "msmv/engine/peak.h"

#include <time.h>

#include <algorithm>
#include <cstdint>

namespace msmv::engine {

namespace {

constexpr double kTurns = 40000;
constexpr int kRuns = 25;
constexpr double kChains = 12;  // sums in flight: latency times throughput of any core so far

#if defined(__x86_64__)

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// Runs STEP(0) to STEP(11) kTurns times: each adds to the register of that number a product of
// registers 12 and 13, which hold `factors` in each 32 bits; 14 and 15 are free.
#define MSMV_LOOP(WIDE, STEP, factors)                                                             \
  auto turns = static_cast<long>(kTurns);                                                          \
  asm volatile("vzeroall\n vmovd %1, %%xmm12\n vpbroadcastd %%xmm12, %%" WIDE                      \
               "12\n"                                                                              \
               "vmovdqa %%ymm12, %%ymm13\n vmovdqa %%ymm12, %%ymm15\n .p2align 6\n 1:\n" STEP("0") \
                   STEP("1") STEP("2") STEP("3") STEP("4") STEP("5") STEP("6") STEP("7") STEP("8") \
                       STEP("9") STEP("10") STEP("11") "dec %0\n jnz 1b\n vzeroupper\n"            \
               : "+r"(turns)                                                                       \
               : "r"(factors)                                                                      \
               : "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8",     \
                 "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15")

#define MSMV_FMA_YMM(SUM) "vfmadd231ps %%ymm12, %%ymm13, %%ymm" SUM "\n"
#define MSMV_FMA_ZMM(SUM) "vfmadd231ps %%zmm12, %%zmm13, %%zmm" SUM "\n"
#define MSMV_BF16_ZMM(SUM) "vdpbf16ps %%zmm12, %%zmm13, %%zmm" SUM "\n"
#define MSMV_INT8_ZMM(SUM) "vpdpbusd %%zmm12, %%zmm13, %%zmm" SUM "\n"
#define MSMV_INT8_YMM(SUM) "%{vex%} vpdpbusd %%ymm12, %%ymm13, %%ymm" SUM "\n"
#define MSMV_MADD_YMM(SUM)                                                      \
  "vpmaddubsw %%ymm12, %%ymm13, %%ymm14\n vpmaddwd %%ymm14, %%ymm15, %%ymm14\n" \
  "vpaddd %%ymm14, %%ymm" SUM ", %%ymm" SUM "\n"
#define MSMV_MADD_ZMM(SUM)                                                      \
  "vpmaddubsw %%zmm12, %%zmm13, %%zmm14\n vpmaddwd %%zmm14, %%zmm15, %%zmm14\n" \
  "vpaddd %%zmm14, %%zmm" SUM ", %%zmm" SUM "\n"

constexpr std::uint32_t kFloats = 0x3A83126F;  // 0.001
constexpr std::uint32_t kBf16s = 0x3A833A83;   // 0.001, twice
constexpr std::uint32_t kBytes = 0x25252525;

void fma_ymm() {
  MSMV_LOOP("ymm", MSMV_FMA_YMM, kFloats);
}
void fma_zmm() {
  MSMV_LOOP("zmm", MSMV_FMA_ZMM, kFloats);
}
void bf16_zmm() {
  MSMV_LOOP("zmm", MSMV_BF16_ZMM, kBf16s);
}
void int8_zmm() {
  MSMV_LOOP("zmm", MSMV_INT8_ZMM, kBytes);
}
void int8_ymm() {
  MSMV_LOOP("ymm", MSMV_INT8_YMM, kBytes);
}
void madd_ymm() {
  MSMV_LOOP("ymm", MSMV_MADD_YMM, kBytes);
}
void madd_zmm() {
  MSMV_LOOP("zmm", MSMV_MADD_ZMM, kBytes);
}

struct Loop {
  const char* instruction = "";
  void (*run)() = nullptr;
  double operations = 0;  // of a step
};

Loop loop_of(Precision precision, const Processor& on) {
  switch (precision) {
    case Precision::fp32:
      return on.has_avx512 ? Loop{"vfmadd231ps zmm", fma_zmm, 2 * 16}
                           : Loop{"vfmadd231ps ymm", fma_ymm, 2 * 8};
    case Precision::bf16:
      return on.has_bf16 ? Loop{"vdpbf16ps zmm", bf16_zmm, 2 * 32} : Loop{};
    case Precision::int8:
      if (on.has_int8_dot) {
        return on.has_avx512 ? Loop{"vpdpbusd zmm", int8_zmm, 2 * 64}
                             : Loop{"vpdpbusd ymm", int8_ymm, 2 * 32};
      }
      return on.has_avx512 ? Loop{"vpmaddubsw + vpmaddwd + vpaddd zmm", madd_zmm, 2 * 64}
                           : Loop{"vpmaddubsw + vpmaddwd + vpaddd ymm", madd_ymm, 2 * 32};
  }
  return {};
}

}  // namespace

Peak measure_peak(Precision precision) {
  const Processor& on = processor();
  const Loop loop = on.has_avx2 ? loop_of(precision, on) : Loop{};
  Peak peak{.instruction = loop.instruction};
  for (int run = 0; run < kRuns && loop.run != nullptr; ++run) {
    const double start = cpu_seconds();
    loop.run();
    const double seconds = cpu_seconds() - start;
    peak.giga_operations_s =
        std::max(peak.giga_operations_s, 1e-9 * kTurns * kChains * loop.operations / seconds);
  }
  return peak;
}

#else

}  // namespace

Peak measure_peak(Precision) {
  return {};
}

#endif

}  // namespace msmv::engine
