#include "msmv/engine/calibrate.h"

#include <gtest/gtest.h>

#include "engine/tiny_resnet.h"

namespace msmv::engine {
namespace {

TEST(Calibrate, FindsARangeForEachTensorOfEachScaleAndNoneBeyondItsLargestValue) {
  const testing::TinyResnet coarse({3, 3}, "scale0.", 3);
  const testing::TinyResnet fine({3, 3}, "scale1.", 4);
  auto both = coarse.tensors;
  both.insert(fine.tensors.begin(), fine.tensors.end());
  const auto source = testing::source_of(both);
  const EncoderSpec spec{.graph = coarse.graph(),
                         .prefixes = {"scale0.", "scale1."},
                         .side_px = 32,
                         .normalization = testing::imagenet()};
  const PatchBatch batch = testing::blotches(2, 2, 32);
  const ActivationRanges ranges = calibrate(source, spec, batch);

  std::map<std::string, float> largest;
  observe(source, spec, batch, [&](const std::string& name, std::span<const float> values) {
    for (const float value : values) {
      largest[name] = std::max(largest[name], std::abs(value));
    }
  });
  // The stem, each convolution and block but the last, and the projections.
  ASSERT_EQ(largest.size(), 2U * (1 + 5 * 2 + 3 - 1));
  ASSERT_EQ(ranges.size(), largest.size());
  for (const auto& [name, range] : ranges) {
    EXPECT_GT(range, 0.3F * largest.at(name)) << name;
    EXPECT_LE(range, 1.001F * largest.at(name)) << name;
  }
}

}  // namespace
}  // namespace msmv::engine
