#include "msmv/engine/precision.h"

#include <gtest/gtest.h>

namespace msmv::engine {
namespace {

TEST(Precision, Bf16FallsBackToFp32AndSaysWhy) {
  const Available got = available(Precision::bf16, {.instructions = "AVX2"});
  EXPECT_EQ(got.precision, Precision::fp32);
  EXPECT_EQ(got.reason, "bf16 needs AVX-512 BF16, this processor has AVX2");
}

TEST(Precision, WhatTheProcessorHasRunsAsAskedFor) {
  const Processor all{.instructions = "AVX-512 with BF16", .has_bf16 = true, .has_int8_dot = true};
  for (const Precision wanted : {Precision::fp32, Precision::bf16, Precision::int8}) {
    EXPECT_EQ(available(wanted, all).precision, wanted);
    EXPECT_EQ(available(wanted, all).reason, "");
  }
}

TEST(Precision, Int8RunsOnEveryProcessor) {
  EXPECT_EQ(available(Precision::int8, {.instructions = "SSE4.1"}).precision, Precision::int8);
}

TEST(Precision, ABf16ProcessorHasTheInt8DotProductToo) {
  EXPECT_FALSE(processor().instructions.empty());
  EXPECT_TRUE(!processor().has_bf16 || processor().has_int8_dot) << processor().instructions;
}

}  // namespace
}  // namespace msmv::engine
