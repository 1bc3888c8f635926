#include "msmv/pfenet/transformer_graph.h"

#include <gtest/gtest.h>

#include "msmv/pfenet/layout.h"

namespace msmv::pfenet {
namespace {

Config config_of(const Form& form) {
  return {.backbone = Backbone::vision_transformer, .form = form};
}

const Form kSmall = {.image_px = 32,
                     .patch_px = 8,
                     .width = 6,
                     .depth = 2,
                     .heads = 2,
                     .mlp = Mlp::swiglu,
                     .mlp_width = 5,
                     .layer_scale = true,
                     .registers = 3,
                     .class_in_positions = true,
                     .registers_in_positions = true,
                     .output = TokenOutput::class_and_mean};

// timm's state dict of such a transformer.
TEST(Transformer, HasTimmsTensors) {
  const weights::Layout layout = encoder_layout(config_of(kSmall));
  EXPECT_EQ(layout.size(), 4U + 2 + 2 * 14 + 1);
  EXPECT_EQ(layout.at("cls_token"), (weights::Shape{1, 1, 6}));
  EXPECT_EQ(layout.at("reg_token"), (weights::Shape{1, 3, 6}));
  EXPECT_EQ(layout.at("pos_embed"), (weights::Shape{1, 16 + 4, 6}));
  EXPECT_EQ(layout.at("patch_embed.proj.weight"), (weights::Shape{6, 3, 8, 8}));
  EXPECT_EQ(layout.at("blocks.1.attn.qkv.weight"), (weights::Shape{18, 6}));
  EXPECT_EQ(layout.at("blocks.1.mlp.fc1.bias"), (weights::Shape{10}));
  EXPECT_EQ(layout.at("blocks.0.mlp.fc2.weight"), (weights::Shape{6, 5}));
  EXPECT_EQ(layout.at("blocks.0.ls2.gamma"), (weights::Shape{6}));
  EXPECT_EQ(layout.at("norm.weight"), (weights::Shape{6}));
  EXPECT_EQ(feature_count(config_of(kSmall)), 12U);
}

TEST(Transformer, PositionsAreThoseThatTheFormHas) {
  Form form = kSmall;
  form.registers_in_positions = false;
  EXPECT_EQ(encoder_layout(config_of(form)).at("pos_embed")[1], 17);
  form.class_in_positions = false;
  EXPECT_EQ(encoder_layout(config_of(form)).at("pos_embed")[1], 16);
  form.registers = 0;
  form.layer_scale = false;
  EXPECT_FALSE(encoder_layout(config_of(form)).contains("reg_token"));
  EXPECT_FALSE(encoder_layout(config_of(form)).contains("blocks.0.ls1.gamma"));
}

// Each stage begins with what the one before it ended with; a quarter of the blocks each.
TEST(Transformer, StagesFollowEachOther) {
  const Graph graph = transformer({.depth = 8});
  for (std::size_t i = 1; i < graph.size(); ++i) {
    for (const int input : graph[i].inputs) {
      const Node& from = graph[static_cast<std::size_t>(input)];
      EXPECT_TRUE(from.stage == graph[i].stage || static_cast<std::size_t>(input) + 1 == i ||
                  graph[static_cast<std::size_t>(input) + 1].stage == graph[i].stage);
    }
    if (graph[i].name == "blocks.3.norm1") {
      EXPECT_EQ(graph[i].stage, 2);
    }
  }
  EXPECT_EQ(graph.back().stage, 4);
}

// Of one patch of 32 px with 2 blocks: 16 + 4 tokens.
TEST(Transformer, CountsItsOperations) {
  const double patches = 2.0 * 16 * 6 * 3 * 8 * 8;
  const double block = 2.0 * 20 * (6 * 18 + 6 * 6 + 6 * 10 + 5 * 6) + 4.0 * 20 * 20 * 6;
  EXPECT_NEAR(gflop(config_of(kSmall), 32) * 1e9, patches + 2 * block, 1);
}

// ViT-S/16 at 224 px: 4.6e9 multiplications (Touvron et al. 2021, DeiT-S).
TEST(Transformer, OfDeitsSizeTakesAsManyAsPublished) {
  EXPECT_NEAR(gflop(config_of({}), 224) / 2, 4.6, 0.05);
  EXPECT_EQ(least_side_px(config_of({})), 16);
}

}  // namespace
}  // namespace msmv::pfenet
