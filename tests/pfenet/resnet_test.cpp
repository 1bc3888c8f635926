#include "msmv/pfenet/resnet.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <fstream>
#include <set>

#include "golden/formula_module.h"
#include "golden/read.h"
#include "msmv/pfenet/parallel_encoders.h"

namespace msmv::pfenet {
namespace {

ResNet formula_resnet() {
  ResNet resnet(Backbone::resnet50);
  load(*resnet, golden::weights_for(*resnet, ""), "");
  resnet->eval();
  return resnet;
}

torch::Tensor golden_input() {
  const auto batch = golden::patches("pixels", 2, 1, 96);
  const ParallelEncoders encoders(Config{.shared_weights = true}, 1);
  return encoders->to_input(view_of(batch).select(1, 0));
}

float largest_difference(const torch::Tensor& a, const torch::Tensor& b) {
  return (a - b).abs().max().item<float>();
}

torch::Tensor floats(const Json& json) {
  return torch::tensor(json.get<std::vector<float>>());
}

TEST(ResNet, NamesAndShapesAreTorchvisions) {
  std::set<std::string> ours;
  for (const auto& item : state_of(*ResNet(Backbone::resnet50))) {
    ours.insert(item.key() + " " + weights::text_of(item.value().sizes().vec()));
  }
  std::set<std::string> theirs;
  std::ifstream stream(golden::path("state_dict_keys.txt"));
  for (std::string line; std::getline(stream, line);) {
    theirs.insert(line);
  }
  EXPECT_EQ(ours, theirs);
  EXPECT_EQ(ours.size(), 265U);
}

// Folding the batch norm and another oneDNN kernel move the last bits of sums over up to 4,608
// terms through 50 layers: 1e-4 of the largest value.
TEST(ResNet, FeaturesAreTorchvisions) {
  const torch::NoGradGuard no_grad;
  const auto expected = golden::read("resnet50.json").at("encodings");
  const auto features =
      EncoderNetworkImpl::pool(formula_resnet()->run(golden_input(), 0, kStages - 1));
  for (int patch = 0; patch < 2; ++patch) {
    const auto wanted = floats(expected.at(static_cast<std::size_t>(patch)));
    const auto got = features[patch].narrow(0, 0, wanted.numel());
    EXPECT_LT(largest_difference(got, wanted), 1e-4F * wanted.max().item<float>());
  }
}

TEST(ResNet, GradientsAreTorchvisionsThoughTheBatchNormIsFolded) {
  auto resnet = formula_resnet();
  const auto toward = golden::weight("toward", {2, 2048});
  const auto features = EncoderNetworkImpl::pool(resnet->run(golden_input(), 0, kStages - 1));
  (features * torch::tensor(toward.values).view({2, 2048})).sum().backward();

  const auto parameters = resnet->named_parameters();
  const auto gradients = golden::read("resnet50.json").at("gradients");
  for (const auto& [name, wanted] : gradients.items()) {
    const auto gradient = parameters[name].grad();
    const float norm = wanted.at("norm").get<float>();
    EXPECT_NEAR(gradient.norm().item<float>(), norm, 1e-3F * norm) << name;
    EXPECT_LT(largest_difference(gradient.flatten().narrow(0, 0, 12), floats(wanted.at("first"))),
              1e-3F * norm)
        << name;
  }
}

TEST(ResNet, StagesInARowAreTheWhole) {
  const torch::NoGradGuard no_grad;
  auto resnet = formula_resnet();
  const auto x = golden_input();
  auto step_by_step = x;
  for (int stage = 0; stage < kStages; ++stage) {
    step_by_step = resnet->run(step_by_step, stage, stage);
  }
  EXPECT_TRUE(torch::equal(resnet->run(x, 0, kStages - 1), step_by_step));
}

TEST(ResNet, TrainingModeTakesTheBatchesOwnStatistics) {
  const torch::NoGradGuard no_grad;
  auto resnet = formula_resnet();
  const auto x = golden_input();
  const auto running_before = resnet->named_buffers()["bn1.running_mean"].clone();
  const auto with_running = resnet->run(x, 0, 0);
  resnet->train();
  const auto with_own = resnet->run(x, 0, 0);
  EXPECT_GT(largest_difference(with_running, with_own), 0.01F);
  EXPECT_FALSE(torch::equal(running_before, resnet->named_buffers()["bn1.running_mean"]));
}

TEST(ResNet, StagesShareOutAllParametersOnce) {
  const ResNet resnet(Backbone::resnet50);
  std::set<const void*> seen;
  for (int stage = 0; stage < kStages; ++stage) {
    for (const auto& parameter : resnet->stage_parameters(stage)) {
      EXPECT_TRUE(seen.insert(parameter.unsafeGetTensorImpl()).second);
    }
  }
  EXPECT_EQ(seen.size(), resnet->parameters().size());
}

}  // namespace
}  // namespace msmv::pfenet
