#include "msmv/engine/compile.h"

#include <gtest/gtest.h>

#include "engine/tiny_resnet.h"
#include "msmv/values/errors.h"

namespace msmv::engine {
namespace {

using testing::source_of;
using testing::TinyResnet;

int count(const Program& program, dnnl::primitive::kind kind) {
  return static_cast<int>(std::ranges::count_if(
      program.steps, [&](const Step& step) { return step.primitive.get_kind() == kind; }));
}

TEST(Compile, LeavesNothingBetweenConvolutions) {
  const TinyResnet tiny({1, 3, 1}, "", 1);
  const Program program = compile(source_of(tiny.tensors), "", {.side_px = 64});
  // The stem, five blocks of three, four projections; no batch norm, no addition, no ReLU.
  EXPECT_EQ(count(program, dnnl::primitive::kind::convolution), 1 + 5 * 3 + 4);
  EXPECT_EQ(count(program, dnnl::primitive::kind::pooling), 2);
  // At most into the stem and out of the network.
  EXPECT_LE(count(program, dnnl::primitive::kind::reorder), 2);
  EXPECT_EQ(static_cast<int>(program.steps.size()),
            20 + 2 + count(program, dnnl::primitive::kind::reorder));
}

TEST(Compile, NoStepRunsOneDnnsSlowReference) {
  const TinyResnet tiny({1, 3, 1}, "", 1);
  const auto source = source_of(tiny.tensors);
  ActivationRanges ranges;
  const Program fp32 = compile(source, "", {.side_px = 64});
  for (const Step& step : fp32.steps) {
    ranges[step.output] = 4;
  }
  const Program int8 =
      compile(source, "", {.side_px = 64, .precision = Precision::int8, .ranges = ranges});
  for (const Program* program : {&fp32, &int8}) {
    for (const Step& step : program->steps) {
      const char* implementation = nullptr;
      ASSERT_EQ(dnnl_primitive_desc_query(step.primitive.get_primitive_desc(),
                                          dnnl_query_impl_info_str, 0, &implementation),
                dnnl_success);
      EXPECT_EQ(std::string(implementation).find("ref"), std::string::npos)
          << step.output << " runs " << implementation;
    }
  }
}

TEST(Compile, TheArenaIsFarSmallerThanAllTensorsTogether) {
  const TinyResnet tiny({1, 3, 1}, "", 1);
  const Program program = compile(source_of(tiny.tensors), "", {.side_px = 64});
  std::size_t all = 0;
  for (const Step& step : program.steps) {
    for (const Argument& argument : step.arguments) {
      all += argument.index == DNNL_ARG_DST ? argument.desc.get_size() : 0;
    }
  }
  // The stem's input and output live together: [3, 64, 64] and [16, 32, 32].
  EXPECT_LT(program.arena.bytes, all / 3);
  EXPECT_GE(program.arena.bytes, sizeof(float) * (3 * 64 * 64 + 16 * 32 * 32));
}

TEST(Compile, CountsTheOperationsOfAllConvolutions) {
  const TinyResnet tiny({3, 3}, "", 1);
  const Program program = compile(source_of(tiny.tensors), "", {.side_px = 32});
  const double stem = 16.0 * 16 * 16 * 3 * 49;
  const double stage1 = 4 * 8.0 * 8 * 16 * 16 * 9;
  const double stage2 = 4.0 * 4 * 32 * (16 * 9 + 32 * 9 + 16);
  const double stage3 = 2.0 * 2 * 64 * (32 * 9 + 64 * 9 + 32);
  const double stage4 = 1.0 * 1 * 128 * (64 * 9 + 128 * 9 + 64);
  EXPECT_EQ(program.operations, 2 * (stem + stage1 + stage2 + stage3 + stage4));
}

TEST(Compile, Int8WithoutARangeNamesTheTensor) {
  const TinyResnet tiny({3, 3}, "", 1);
  try {
    compile(source_of(tiny.tensors), "",
            {.side_px = 32, .precision = Precision::int8, .ranges = {{"conv1", 1.0F}}});
    FAIL() << "no fault";
  } catch (const InputError& error) {
    EXPECT_STREQ(
        error.what(),
        "int8 has no calibrated range for layer1.0.conv1: msmv model calibrate finds them");
  }
}

}  // namespace
}  // namespace msmv::engine
