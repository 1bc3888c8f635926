#include "msmv/torch/graph_network.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <fstream>
#include <set>

#include "golden/formula_module.h"
#include "golden/read.h"
#include "msmv/pfenet/graph_builder.h"
#include "msmv/torch/parallel_encoders.h"

namespace msmv::libtorch {
namespace {

class GraphNetworkOf : public ::testing::TestWithParam<pfenet::Backbone> {
 protected:
  GraphNetworkOf() : network_(pfenet::graph_of(GetParam())) {
    load(*network_, golden::weights_for(*network_, ""), "");
    network_->eval();
  }
  static torch::Tensor input() {
    const auto side_px = golden().at("side_px").get<std::size_t>();
    const auto batch = golden::patches("pixels", 2, 1, side_px);
    const pfenet::Config config{.shared_weights = true};
    return ParallelEncoders(config, 1)->to_input(view_of(batch).select(1, 0));
  }
  static Json golden() {
    return golden::read("backbones.json").at(std::string(enum_name(GetParam())));
  }
  const torch::NoGradGuard no_grad_;
  GraphNetwork network_;
};

TEST_P(GraphNetworkOf, NamesAndShapesAreTorchvisions) {
  std::set<std::string> lines;
  for (const auto& item : state_of(*network_)) {
    lines.insert(item.key() + " " + weights::text_of(item.value().sizes().vec()) + "\n");
  }
  EXPECT_EQ(lines.size(), golden().at("tensors").get<std::size_t>());
  std::string text;
  for (const std::string& line : lines) {
    text += line;
  }
  char digest[17];
  std::snprintf(digest, sizeof digest, "%016llx",
                static_cast<unsigned long long>(golden::hashed(text)));
  EXPECT_EQ(digest, golden().at("names_fnv1a").get<std::string>());
}

// Another order of sums, and batch norms as one multiplication and addition: 1e-4 of the largest.
TEST_P(GraphNetworkOf, FeaturesAreTorchvisionsAtOnceAndStageByStage) {
  const auto map = network_->run(input(), 0, kStages - 1);
  const auto features = EncoderNetworkImpl::pool(map);
  const Json wanted = golden();
  EXPECT_EQ(features.size(1), wanted.at("features").get<std::int64_t>());
  const float tolerance = 1e-4F * wanted.at("largest").get<float>();
  const std::int64_t step = features.size(1) / 64;
  for (int patch = 0; patch < 2; ++patch) {
    const auto row = wanted.at("encodings").at(static_cast<std::size_t>(patch));
    ASSERT_EQ(row.size(), 64U);
    for (std::int64_t i = 0; i < 64; ++i) {
      EXPECT_NEAR(features[patch][i * step].item<float>(),
                  row.at(static_cast<std::size_t>(i)).get<float>(), tolerance);
    }
  }
  auto step_by_step = input();
  for (int stage = 0; stage < kStages; ++stage) {
    step_by_step = network_->run(step_by_step, stage, stage);
  }
  EXPECT_TRUE(torch::equal(map, step_by_step));
}

TEST_P(GraphNetworkOf, StagesShareOutAllParametersOnce) {
  std::set<const void*> seen;
  for (int stage = 0; stage < kStages; ++stage) {
    const auto parameters = network_->stage_parameters(stage);
    EXPECT_FALSE(parameters.empty());
    for (const auto& parameter : parameters) {
      EXPECT_TRUE(seen.insert(parameter.unsafeGetTensorImpl()).second);
    }
  }
  EXPECT_EQ(seen.size(), network_->parameters().size());
}

INSTANTIATE_TEST_SUITE_P(Backbones, GraphNetworkOf,
                         ::testing::Values(pfenet::Backbone::vgg16, pfenet::Backbone::googlenet,
                                           pfenet::Backbone::densenet161,
                                           pfenet::Backbone::inception_v3,
                                           pfenet::Backbone::araujo2017),
                         [](const auto& tested) { return std::string(enum_name(tested.param)); });

GraphNetwork formula_resnet() {
  GraphNetwork resnet(pfenet::graph_of(pfenet::Backbone::resnet50));
  load(*resnet, golden::weights_for(*resnet, ""), "");
  resnet->eval();
  return resnet;
}

torch::Tensor golden_input() {
  const auto batch = golden::patches("pixels", 2, 1, 96);
  const ParallelEncoders encoders(pfenet::Config{.shared_weights = true}, 1);
  return encoders->to_input(view_of(batch).select(1, 0));
}

float largest_difference_of_maps(const torch::Tensor& a, const torch::Tensor& b) {
  return (a - b).abs().max().item<float>();
}

torch::Tensor floats(const Json& json) {
  return torch::tensor(json.get<std::vector<float>>());
}

TEST(Resnet50, NamesAndShapesAreTorchvisions) {
  std::set<std::string> ours;
  for (const auto& item : state_of(*GraphNetwork(pfenet::graph_of(pfenet::Backbone::resnet50)))) {
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
TEST(Resnet50, FeaturesAreTorchvisions) {
  const torch::NoGradGuard no_grad;
  const auto expected = golden::read("resnet50.json").at("encodings");
  const auto features =
      EncoderNetworkImpl::pool(formula_resnet()->run(golden_input(), 0, kStages - 1));
  for (int patch = 0; patch < 2; ++patch) {
    const auto wanted = floats(expected.at(static_cast<std::size_t>(patch)));
    const auto got = features[patch].narrow(0, 0, wanted.numel());
    EXPECT_LT(largest_difference_of_maps(got, wanted), 1e-4F * wanted.max().item<float>());
  }
}

TEST(Resnet50, GradientsAreTorchvisionsThoughTheBatchNormIsFolded) {
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
    EXPECT_LT(
        largest_difference_of_maps(gradient.flatten().narrow(0, 0, 12), floats(wanted.at("first"))),
        1e-3F * norm)
        << name;
  }
}

TEST(Resnet50, StagesInARowAreTheWhole) {
  const torch::NoGradGuard no_grad;
  auto resnet = formula_resnet();
  const auto x = golden_input();
  auto step_by_step = x;
  for (int stage = 0; stage < kStages; ++stage) {
    step_by_step = resnet->run(step_by_step, stage, stage);
  }
  EXPECT_TRUE(torch::equal(resnet->run(x, 0, kStages - 1), step_by_step));
}

TEST(Resnet50, TrainingModeTakesTheBatchesOwnStatistics) {
  const torch::NoGradGuard no_grad;
  auto resnet = formula_resnet();
  const auto x = golden_input();
  const auto running_before = resnet->named_buffers()["bn1.running_mean"].clone();
  const auto with_running = resnet->run(x, 0, 0);
  resnet->train();
  const auto with_own = resnet->run(x, 0, 0);
  EXPECT_GT(largest_difference_of_maps(with_running, with_own), 0.01F);
  EXPECT_FALSE(torch::equal(running_before, resnet->named_buffers()["bn1.running_mean"]));
}

TEST(Resnet50, StagesShareOutAllParametersOnce) {
  const GraphNetwork resnet(pfenet::graph_of(pfenet::Backbone::resnet50));
  std::set<const void*> seen;
  for (int stage = 0; stage < kStages; ++stage) {
    for (const auto& parameter : resnet->stage_parameters(stage)) {
      EXPECT_TRUE(seen.insert(parameter.unsafeGetTensorImpl()).second);
    }
  }
  EXPECT_EQ(seen.size(), resnet->parameters().size());
}

TEST(GraphNetwork, TrainingModeOfLaterStagesTakesTheBatchesOwnStatistics) {
  const torch::NoGradGuard no_grad;
  GraphNetwork network(pfenet::graph_of(pfenet::Backbone::googlenet));
  network->train_stages_from(3);
  const auto before = network->named_buffers();
  const auto early = before["conv1.bn.running_mean"].clone();
  const auto late = before["inception4a.branch1.bn.running_mean"].clone();
  network->run(torch::rand({2, 3, 96, 96}), 0, kStages - 1);
  EXPECT_TRUE(torch::equal(network->named_buffers()["conv1.bn.running_mean"], early));
  EXPECT_FALSE(torch::equal(network->named_buffers()["inception4a.branch1.bn.running_mean"], late));
}

// What is settled for inference: batch norms folded once, float32 in oneDNN's own layout.
TEST(GraphNetwork, SettledItGivesTheSame) {
  const torch::NoGradGuard no_grad;
  for (const pfenet::Backbone backbone :
       {pfenet::Backbone::resnet50_stages34, pfenet::Backbone::vgg16, pfenet::Backbone::densenet161,
        pfenet::Backbone::googlenet}) {
    GraphNetwork network(pfenet::graph_of(backbone));
    load(*network, golden::weights_for(*network, ""), "");
    network->eval();
    const auto x = torch::rand({2, 3, 71, 71});
    const auto before = network->run(x, 0, kStages - 1);
    network->settle(torch::kCPU, torch::kFloat32);
    const auto after = network->run(x, 0, kStages - 1);
    EXPECT_FALSE(after.is_mkldnn());
    EXPECT_LT((after - before).abs().max().item<float>(), 1e-4F * before.abs().max().item<float>())
        << enum_name(backbone);
  }
}

TEST(GraphNetwork, StaysInOneDnnsLayoutWhereThatHasAllOperations) {
  const auto takes = [](pfenet::Backbone backbone) {
    GraphNetwork network(pfenet::graph_of(backbone));
    network->eval();
    return network->takes_onednn_layout();
  };
  EXPECT_TRUE(takes(pfenet::Backbone::resnet50));
  EXPECT_TRUE(takes(pfenet::Backbone::resnet50_stages34)) << "the join is the end";
  EXPECT_TRUE(takes(pfenet::Backbone::vgg16));
  EXPECT_FALSE(takes(pfenet::Backbone::densenet161));
  EXPECT_FALSE(takes(pfenet::Backbone::inception_v3));
}

TEST(GraphNetwork, LeavesItsInputAsItWas) {
  const torch::NoGradGuard no_grad;
  GraphNetwork network(pfenet::graph_of(pfenet::Backbone::resnet50));
  network->eval();
  const auto x = torch::rand({1, 3, 64, 64});
  const auto copy = x.clone();
  const auto first = network->run(x, 0, 1);
  const auto kept = first.clone();
  network->run(first, 2, kStages - 1);
  EXPECT_TRUE(torch::equal(x, copy));
  EXPECT_TRUE(torch::equal(first, kept));
}

// One in the middle of 7 x 7: a kernel of 3 x 3 ones that steps by 2 sees it from 9 places, two
// apart; then each place becomes 2 x 2.
TEST(GraphNetwork, DilatesAndUpsamples) {
  const torch::NoGradGuard no_grad;
  pfenet::GraphBuilder builder;
  const int wide = builder.add({.kind = pfenet::Node::Kind::convolution,
                                .name = "wide",
                                .inputs = {0},
                                .channels = 1,
                                .kernel_height = 3,
                                .kernel_width = 3,
                                .pad_height = 2,
                                .pad_width = 2,
                                .dilation = 2});
  builder.upsample(wide, 2);
  GraphNetwork network(std::move(builder).graph());
  network->eval();
  network->named_parameters()["wide.weight"].fill_(1);
  auto x = torch::zeros({1, 3, 7, 7});
  x[0][1][3][3] = 1;
  const auto y = network->run(x, 0, 0);
  ASSERT_EQ(y.sizes(), (std::vector<std::int64_t>{1, 1, 14, 14}));
  for (int i = 0; i < 14; ++i) {
    for (int j = 0; j < 14; ++j) {
      const bool is_seen = (i / 2) % 2 == 1 && (j / 2) % 2 == 1;
      EXPECT_EQ(y[0][0][i][j].item<float>(), is_seen ? 1 : 0) << i << ", " << j;
    }
  }
}

}  // namespace
}  // namespace msmv::libtorch
