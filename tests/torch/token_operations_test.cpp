#include "msmv/torch/token_operations.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <array>
#include <cmath>

#include "msmv/pfenet/layout.h"
#include "msmv/pfenet/named_encoders.h"
#include "msmv/pfenet/transformer_graph.h"
#include "msmv/torch/graph_network.h"

namespace msmv::libtorch {
namespace {

using Kind = pfenet::Node::Kind;

torch::Tensor none(const std::string&) {
  return {};
}

// Against loops over heads, queries and keys.
TEST(TokenOperation, AttentionIsWhatItSays) {
  torch::manual_seed(1);
  const pfenet::Node node{.kind = Kind::attention, .channels = 6, .heads = 2};
  const auto x = torch::randn({1, 4, 18});
  const auto out = token_operation(node, x, none);
  const auto at = [&](int token, int which, int head, int i) {
    return x[0][token][which * 6 + head * 3 + i].item<double>();
  };
  for (int head = 0; head < 2; ++head) {
    for (int query = 0; query < 4; ++query) {
      double sum = 0;
      std::array<double, 3> value{};
      for (int key = 0; key < 4; ++key) {
        double product = 0;
        for (int i = 0; i < 3; ++i) {
          product += at(query, 0, head, i) * at(key, 1, head, i);
        }
        const double weight = std::exp(product / std::sqrt(3.0));
        sum += weight;
        for (int i = 0; i < 3; ++i) {
          value[static_cast<std::size_t>(i)] += weight * at(key, 2, head, i);
        }
      }
      for (int i = 0; i < 3; ++i) {
        EXPECT_NEAR(out[0][query][head * 3 + i].item<double>(),
                    value[static_cast<std::size_t>(i)] / sum, 1e-5);
      }
    }
  }
}

TEST(TokenOperation, SwigluTakesTheGateFirst) {
  const pfenet::Node node{.kind = Kind::swiglu, .channels = 1};
  const auto x = torch::tensor({2.0F, 3.0F}).view({1, 1, 2});
  EXPECT_NEAR(token_operation(node, x, none).item<double>(), 2 / (1 + std::exp(-2.0)) * 3, 1e-5);
}

TEST(TokenOperation, MeanLeavesOutClassAndRegisters) {
  const pfenet::Node node{.kind = Kind::class_and_mean, .channels = 2, .tokens = {.registers = 1}};
  const auto x = torch::tensor({5.0F, 100.0F, 1.0F, 3.0F}).view({1, 4, 1});
  const auto out = token_operation(node, x, none);
  EXPECT_EQ(out.sizes(), (std::vector<std::int64_t>{1, 2, 1, 1}));
  EXPECT_EQ(out.flatten()[0].item<float>(), 5);
  EXPECT_EQ(out.flatten()[1].item<float>(), 2);
}

// Class, registers, patches; positions for those that have one.
TEST(TokenOperation, SequenceGivesEachItsPosition) {
  pfenet::Node node{.kind = Kind::tokens, .channels = 1, .tokens = {.grid = 1, .registers = 1}};
  const auto tensor = [](const std::string& name) {
    if (name == "pos_embed") {
      return torch::tensor({0.5F, 0.25F}).view({1, 2, 1});
    }
    return torch::full({1, 1, 1}, name == "cls_token" ? 10.0F : 20.0F);
  };
  const auto map = torch::full({2, 1, 1, 1}, 30.0F);
  const auto expect = [&](const std::vector<float>& wanted) {
    const auto out = token_operation(node, map, tensor);
    ASSERT_EQ(out.sizes(), (std::vector<std::int64_t>{2, 3, 1}));
    for (std::int64_t i = 0; i < 3; ++i) {
      EXPECT_EQ(out[1][i].item<float>(), wanted[static_cast<std::size_t>(i)]);
    }
  };
  expect({10.5F, 20, 30.25F});
  node.tokens.class_in_positions = false;
  node.tokens.registers_in_positions = true;
  expect({10.5F, 20, 30.25F});  // as many, the first one's
}

// LibTorch's own interpolation.
TEST(TokenOperation, PositionsAreStretchedAsTorchDoes) {
  torch::manual_seed(2);
  const auto positions = torch::randn({1, 37 * 37, 3});
  const auto square = positions.view({1, 37, 37, 3}).permute({0, 3, 1, 2}).contiguous();
  const std::vector<std::int64_t> size = {16, 12};
  for (const bool antialias : {true, false}) {
    const pfenet::Node node{
        .kind = Kind::tokens,
        .channels = 3,
        .tokens = {.grid = 37, .class_in_positions = false, .antialias = antialias}};
    const auto out =
        token_operation(node, torch::zeros({1, 3, 16, 12}), [&](const std::string& name) {
          return name == "pos_embed" ? positions : torch::zeros({1, 1, 3});
        });
    const auto wanted = antialias ? torch::_upsample_bicubic2d_aa(square, size, false)
                                  : torch::upsample_bicubic2d(square, size, false);
    EXPECT_LT((out.slice(1, 1) - wanted.flatten(2).transpose(1, 2)).abs().max().item<double>(),
              1e-5);
  }
}

// Each named form at full size by LibTorch, without memory for its weights.
TEST(TokenOperation, EveryNamedTransformerIsBuiltAtFullSize) {
  for (const pfenet::NamedEncoder& encoder : pfenet::named_encoders()) {
    if (encoder.form.config.backbone != pfenet::Backbone::vision_transformer) {
      continue;
    }
    const GraphNetwork network(pfenet::graph_of(encoder.form.config), torch::kMeta);
    std::int64_t count = 0;
    for (const auto& parameter : network->parameters()) {
      count += parameter.numel();
    }
    EXPECT_EQ(count, pfenet::count_of(pfenet::encoder_layout(encoder.form.config))) << encoder.name;
  }
}

// One stage after the other gives what all at once do; bf16 and settled constants differ by
// rounding.
TEST(TokenOperation, NetworkRunsStageByStageAndSettled) {
  torch::manual_seed(3);
  const pfenet::Form form{.image_px = 32,
                          .patch_px = 8,
                          .width = 8,
                          .depth = 3,
                          .heads = 2,
                          .mlp = pfenet::Mlp::swiglu,
                          .mlp_width = 12,
                          .layer_scale = true,
                          .registers = 2};
  GraphNetwork network(pfenet::transformer(form));
  const torch::NoGradGuard no_grad;
  for (auto& parameter : network->parameters()) {
    parameter.normal_(0, 0.2);
  }
  const auto x = torch::randn({2, 3, 48, 48});
  const auto whole = network->run(x, 0, kStages - 1);
  EXPECT_EQ(whole.sizes(), (std::vector<std::int64_t>{2, 8, 1, 1}));
  auto by_stages = x;
  for (int stage = 0; stage < kStages; ++stage) {
    by_stages = network->run(by_stages, stage, stage);
  }
  EXPECT_TRUE(torch::equal(whole, by_stages));
  std::size_t parameters = 0;
  for (int stage = 0; stage < kStages; ++stage) {
    parameters += network->stage_parameters(stage).size();
  }
  EXPECT_EQ(parameters, network->parameters().size());
  network->settle(torch::kCPU, torch::kFloat32);
  EXPECT_LT((network->run(x, 0, kStages - 1) - whole).abs().max().item<double>(), 1e-5);
}

}  // namespace
}  // namespace msmv::libtorch
