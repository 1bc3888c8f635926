#include "msmv/engine/program.h"

#include <gtest/gtest.h>

#include <map>

#include "engine/tiny_resnet.h"
#include "msmv/engine/compile.h"

namespace msmv::engine {
namespace {

TEST(Workspace, ShowsEachTensorOnceAndGivesTheSameResultAsWithoutAWitness) {
  const testing::TinyResnet tiny({3, 3}, "", 1);
  const Program program = compile(testing::source_of(tiny.tensors), "", {.side_px = 32});
  Workspace workspace(program);
  const auto run = [&](const Observer& observer) {
    std::ranges::fill(workspace.input(), 0.5F);
    const auto encoding = observer ? workspace.run(observer) : workspace.run();
    return std::vector<float>(encoding.begin(), encoding.end());
  };
  std::map<std::string, std::size_t> shown;
  const auto watched = run([&](const std::string& name, std::span<const float> values) {
    EXPECT_EQ(shown.count(name), 0U) << name;
    shown[name] = values.size();
  });
  EXPECT_EQ(watched, run({}));
  // The stem, two tensors of each of five blocks, three projections.
  EXPECT_EQ(shown.size(), 1U + 5 * 2 + 3);
  EXPECT_EQ(shown.at("conv1"), 16U * 16 * 16);
  EXPECT_EQ(shown.at("layer2.0.downsample.0"), 32U * 4 * 4);
  EXPECT_EQ(shown.at("layer4.0"), 128U);
}

TEST(Program, CountsTheBytesOfItsWeightsOnceLaidOut) {
  const testing::TinyResnet tiny({3, 3}, "", 1);
  const Program program = compile(testing::source_of(tiny.tensors), "", {.side_px = 32});
  std::size_t plain = 0;
  for (const auto& [name, tensor] : tiny.tensors) {
    const bool kept = tensor.shape.size() == 4 || name.ends_with(".bias");
    plain += kept ? tensor.values.size() * sizeof(float) : 0;
  }
  EXPECT_GE(program.weight_bytes(), plain);
  EXPECT_LE(program.weight_bytes(), 2 * plain);  // padding of blocks
}

}  // namespace
}  // namespace msmv::engine
