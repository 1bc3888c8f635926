#include "msmv/report/layers.h"

#include <gtest/gtest.h>

namespace msmv::report {
namespace {

// 0.2 Gop in 1 ms are 200 Gop/s, half of a peak of 400; together 0.2 Gop in 4 ms.
TEST(LayersText, SaysWhatAConvolutionReachesOfThePeak) {
  const std::string text = layers_text(
      {{.name = "conv1", .kind = "Convolution", .how = "brgconv_avx512", .ms = 1, .gflop = 0.2},
       {.name = "pool", .kind = "MaxPool", .how = "jit", .ms = 3}},
      {.instruction = "fma", .giga_operations_s = 400});
  const auto has = [&](const std::string& line) { return text.find(line) != std::string::npos; };
  EXPECT_TRUE(
      has("conv1                                 1.000  25.0 %    200.0   50.0 %  Convolution, "
          "brgconv_avx512\n"))
      << text;
  EXPECT_TRUE(
      has("pool                                  3.000  75.0 %                    MaxPool, jit\n"))
      << text;
  EXPECT_TRUE(
      has("together                              4.000 100.0 %     50.0   12.5 %  peak by fma\n"))
      << text;
}

}  // namespace
}  // namespace msmv::report
