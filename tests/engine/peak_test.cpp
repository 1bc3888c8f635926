#include "msmv/engine/peak.h"

#include <gtest/gtest.h>

namespace msmv::engine {
namespace {

TEST(Peak, IsWhatAProcessorMayReachAndNamesItsInstruction) {
  if (!processor().has_avx2) {
    GTEST_SKIP() << "no AVX2 on this processor: no peak is known";
  }
  const Peak fp32 = measure_peak(Precision::fp32);
  const Peak int8 = measure_peak(Precision::int8);
  EXPECT_EQ(fp32.instruction.substr(0, 11), "vfmadd231ps");
  EXPECT_EQ(int8.instruction.substr(0, 8), processor().has_int8_dot ? "vpdpbusd" : "vpmaddub");
  // Two 8-wide multiply-and-adds a cycle at 0.5 GHz are 16; sixteen at 6 GHz would be 1536.
  EXPECT_GT(fp32.giga_operations_s, 16);
  EXPECT_LT(fp32.giga_operations_s, 1536);
  // A dot product of bytes does four times fp32's operations; the three instructions that stand in
  // for it do no more than fp32's on some processors.
  EXPECT_GT(int8.giga_operations_s, processor().has_int8_dot ? 1.3 * fp32.giga_operations_s : 16);
  EXPECT_LT(int8.giga_operations_s, 8 * fp32.giga_operations_s);
}

TEST(Peak, Bf16HasNoneWithoutItsInstructions) {
  EXPECT_EQ(measure_peak(Precision::bf16).giga_operations_s > 0, processor().has_bf16);
}

}  // namespace
}  // namespace msmv::engine
