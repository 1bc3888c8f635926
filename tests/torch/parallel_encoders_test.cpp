#include "msmv/torch/parallel_encoders.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "golden/formula_module.h"

namespace msmv::libtorch {
namespace {

TEST(ParallelEncoders, HaveOneNetworkAScaleOrOneForAll) {
  const ParallelEncoders apart(pfenet::Config{}, 2);
  const ParallelEncoders shared(pfenet::Config{.shared_weights = true}, 2);
  EXPECT_EQ(apart->parameters().size(), 2 * shared->parameters().size());
  EXPECT_TRUE(apart->named_parameters().contains("scale1.layer4.2.conv3.weight"));
  EXPECT_TRUE(shared->named_parameters().contains("shared.layer4.2.conv3.weight"));
  EXPECT_THROW(ParallelEncoders(pfenet::Config{}, 0), std::invalid_argument);
}

// Red 255 is (1 - 0.485) / 0.229 = 2.2489; green 0 is -0.456 / 0.224 = -2.0357; blue 128 is
// (128 / 255 - 0.406) / 0.225 = 0.4265.
TEST(ParallelEncoders, TakeTheMeanOffAndDivideByTheDeviation) {
  const ParallelEncoders encoders(pfenet::Config{.shared_weights = true}, 1);
  PatchBatch batch{1, 1, 1, {255, 0, 128}};
  const auto x = encoders->to_input(view_of(batch).select(1, 0)).flatten();
  EXPECT_NEAR(x[0].item<float>(), 2.2489F, 1e-4F);
  EXPECT_NEAR(x[1].item<float>(), -2.0357F, 1e-4F);
  EXPECT_NEAR(x[2].item<float>(), 0.4265F, 1e-4F);
}

TEST(ParallelEncoders, TrainOnlyFromTheGivenStage) {
  ParallelEncoders encoders(pfenet::Config{.shared_weights = true}, 1);
  encoders->eval();
  const auto batch = golden::patches("pixels", 1, 1, 64);
  encoders->forward(view_of(batch), 4).sum().backward();
  for (const auto& item : encoders->named_parameters()) {
    EXPECT_EQ(item.value().grad().defined(), item.key().starts_with("shared.layer4")) << item.key();
  }
  encoders->zero_grad();
  encoders->forward(view_of(batch), 0).sum().backward();
  EXPECT_TRUE(encoders->named_parameters()["shared.conv1.weight"].grad().defined());
}

TEST(ParallelEncoders, GiveEachScaleItsOwnEncoder) {
  const torch::NoGradGuard no_grad;
  ParallelEncoders encoders(pfenet::Config{}, 2);
  encoders->eval();
  auto batch = golden::patches("pixels", 1, 2, 64);
  const auto before = encoders->forward(view_of(batch), kStages);
  batch.pixels.back() ^= 0x80;  // the finest scale
  const auto after = encoders->forward(view_of(batch), kStages);
  EXPECT_TRUE(torch::equal(before[0][0], after[0][0]));
  EXPECT_FALSE(torch::equal(before[0][1], after[0][1]));
  // The first scale's patch alone, through the first scale's encoder, in the layout of forward().
  const auto x = encoders->to_input(view_of(batch).select(1, 0)).to_mkldnn();
  const auto alone = encoders->encoder(0).run(x, 0, kStages - 1).to_dense();
  EXPECT_TRUE(torch::equal(before[0][0], EncoderNetworkImpl::pool(alone)[0]));
}

// forward() keeps float32 in oneDNN's layout, run() takes it as it comes.
TEST(ParallelEncoders, TrainInOneDnnsLayoutToTheSameGradients) {
  ParallelEncoders encoders(pfenet::Config{.shared_weights = true}, 1);
  encoders->eval();
  EXPECT_TRUE(encoders->encoder(0).takes_onednn_layout());
  const auto batch = golden::patches("pixels", 2, 1, 64);
  const auto gradients = [&](const torch::Tensor& encodings) {
    encoders->zero_grad();
    encodings.square().sum().backward();
    std::map<std::string, torch::Tensor> all;
    for (const auto& item : encoders->named_parameters()) {
      all[item.key()] = item.value().grad().clone();
    }
    return all;
  };
  const auto ours = gradients(encoders->forward(view_of(batch), 0));
  const auto x = encoders->to_input(view_of(batch).select(1, 0));
  const auto plain =
      gradients(EncoderNetworkImpl::pool(encoders->encoder(0).run(x, 0, kStages - 1)));
  // Rounding puts an activation near 0 on the other side of its ReLU now and then, which a few
  // parameters feel by percents (on AVX2 layer3.1.bn1.bias by 2.7 % of its largest).
  std::vector<float> differences;
  for (const auto& [name, gradient] : plain) {
    const auto difference = ours.at(name) - gradient;
    EXPECT_LE(difference.norm().item<float>(), 0.03F * gradient.norm().item<float>()) << name;
    differences.push_back(difference.abs().max().item<float>() /
                          gradient.abs().max().item<float>());
  }
  const auto median = differences.begin() + static_cast<std::ptrdiff_t>(differences.size() / 2);
  std::ranges::nth_element(differences, median);
  EXPECT_LE(*median, 1e-3F);
}

// A batch norm on the batch's own statistics is not folded and wants the usual layout.
TEST(ParallelEncoders, LeaveOneDnnsLayoutForBatchNormsInTraining) {
  ParallelEncoders encoders(pfenet::Config{.shared_weights = true}, 1);
  encoders->eval();
  encoders->encoder(0).train_stages_from(4);
  EXPECT_FALSE(encoders->encoder(0).takes_onednn_layout());
  const auto batch = golden::patches("pixels", 2, 1, 64);
  encoders->forward(view_of(batch), 4).sum().backward();
  EXPECT_TRUE(encoders->named_parameters()["shared.layer4.2.bn3.weight"].grad().defined());
}

}  // namespace
}  // namespace msmv::libtorch
