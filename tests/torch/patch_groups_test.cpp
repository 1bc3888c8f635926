#include "msmv/torch/patch_groups.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <atomic>
#include <vector>

namespace msmv::libtorch {
namespace {

TEST(Groups, RepeatTheLastRowWhereRowsRunOut) {
  const auto rows = torch::arange(10).view({5, 2});
  EXPECT_TRUE(torch::equal(filled_up(rows, 0, 3), rows.narrow(0, 0, 3)));
  const auto last = filled_up(rows, 3, 3);
  EXPECT_TRUE(torch::equal(last[0], rows[3]));
  EXPECT_TRUE(torch::equal(last[1], rows[4]));
  EXPECT_TRUE(torch::equal(last[2], rows[4]));
}

TEST(Groups, AreAsManyAsHoldAll) {
  EXPECT_EQ(groups_of(0, 3), 0);
  EXPECT_EQ(groups_of(3, 3), 1);
  EXPECT_EQ(groups_of(4, 3), 2);
}

TEST(Groups, JobsOfTheProcessorRunOnceEachWithoutGradients) {
  std::vector<int> runs(7);
  run_on(torch::kCPU, 7, [&](std::int64_t i) {
    runs[static_cast<std::size_t>(i)] += torch::GradMode::is_enabled() ? 100 : 1;
  });
  EXPECT_EQ(runs, std::vector<int>(7, 1));
}

// An encoder that adds 10 times the scale to the first pixel: each sample and scale gets its own.
TEST(Groups, EncodeEverySampleOfEveryScaleInItsPlace) {
  const auto patches = torch::arange(5 * 2).view({5, 2, 1, 1, 1}).expand({5, 2, 1, 1, 3});
  const auto encodings = torch::zeros({5, 2, 1});
  std::vector<std::int64_t> sizes(2 * 2);
  std::atomic<std::size_t> calls = 0;
  encode_in_groups(patches, encodings, 4, [&](std::int64_t scale, const torch::Tensor& group) {
    sizes.at(calls++) = group.size(0);
    return group.select(3, 0).reshape({-1, 1}).to(torch::kFloat32) + 10 * scale;
  });
  EXPECT_EQ(sizes, std::vector<std::int64_t>(4, 4));
  for (std::int64_t sample = 0; sample < 5; ++sample) {
    EXPECT_EQ(encodings[sample][0][0].item<float>(), static_cast<float>(2 * sample));
    EXPECT_EQ(encodings[sample][1][0].item<float>(), static_cast<float>(2 * sample + 1 + 10));
  }
}

}  // namespace
}  // namespace msmv::libtorch
