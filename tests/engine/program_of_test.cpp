#include "msmv/engine/program_of.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "msmv/pfenet/graph_builder.h"
#include "msmv/pfenet/transformer_graph.h"
#include "msmv/values/errors.h"

namespace msmv::engine {
namespace {

using Kind = pfenet::Node::Kind;

// One channel in, one out: numbers that can be followed.
class ProgramOf : public ::testing::Test {
 protected:
  void add(const std::string& name, const weights::Shape& shape, std::vector<float> values) {
    tensors_["shared." + name] = {.shape = shape, .values = std::move(values)};
  }
  void add_norm(const std::string& name) {
    add(name + ".weight", {1}, {3});
    add(name + ".bias", {1}, {5});
    add(name + ".running_mean", {1}, {2});
    add(name + ".running_var", {1}, {4});
  }
  program::Program made(const pfenet::Graph& graph, std::size_t side_px) const {
    const WeightSource source{
        .shape_of = [&](const std::string& name) -> std::optional<weights::Shape> {
          const auto found = tensors_.find(name);
          return found == tensors_.end() ? std::nullopt : std::optional(found->second.shape);
        },
        .read = [&](const std::string& name) { return tensors_.at(name); }};
    return program_of(source, {.graph = graph, .prefixes = {"shared."}, .side_px = side_px});
  }
  weights::Tensors tensors_;
};

// (w x - 2) * 3 / 2 + 5, twice: in the convolution, and where two see the convolution, after it.
TEST_F(ProgramOf, FoldsABatchNormThatAloneSeesAConvolution) {
  add("conv.weight", {1, 3, 1, 1}, {2, 4, 6});
  add_norm("bn");
  pfenet::GraphBuilder b;
  b.relu(b.batch_norm(b.convolution(0, "conv", 1, 1), "bn", 0));
  const auto folded = made(std::move(b).graph(), 4);
  ASSERT_EQ(folded.graph.size(), 3U);
  EXPECT_EQ(folded.graph[2].kind, Kind::relu);
  EXPECT_EQ(folded.graph[2].inputs, std::vector{1});
  EXPECT_TRUE(folded.graph[1].has_bias);
  EXPECT_EQ(folded.tensors.at("conv.weight").values, (std::vector<float>{3, 6, 9}));
  EXPECT_EQ(folded.tensors.at("conv.bias").values, std::vector<float>{2});
  EXPECT_EQ(folded.tensors.size(), 2U);
  EXPECT_EQ(folded.side_px, 4);

  pfenet::GraphBuilder c;
  const int conv = c.convolution(0, "conv", 1, 1);
  c.sum(conv, c.batch_norm(conv, "bn", 0));
  const auto apart = made(std::move(c).graph(), 4);
  EXPECT_EQ(apart.graph.size(), 4U);
  EXPECT_EQ(apart.tensors.at("conv.weight").values, (std::vector<float>{2, 4, 6}));
  EXPECT_EQ(apart.tensors.at("conv.bias").values, std::vector<float>{0});
  EXPECT_EQ(apart.tensors.at("bn.factor").values, std::vector<float>{1.5F});
  EXPECT_EQ(apart.tensors.at("bn.factor").shape, (weights::Shape{1, 1, 1, 1}));
  EXPECT_EQ(apart.tensors.at("bn.summand").values, std::vector<float>{2});
}

TEST_F(ProgramOf, PutsThePositionsOnThePatchesGrid) {
  pfenet::Form form{.image_px = 8, .patch_px = 8, .width = 2, .depth = 0, .heads = 1};
  form.registers = 1;
  add("patch_embed.proj.weight", {2, 3, 8, 8}, std::vector<float>(2 * 3 * 64, 1));
  add("patch_embed.proj.bias", {2}, {0, 0});
  add("cls_token", {1, 1, 2}, {10, 20});
  add("reg_token", {1, 1, 2}, {30, 40});
  add("pos_embed", {1, 2, 2}, {1, 2, 3, 4});
  add("norm.weight", {2}, {1, 1});
  add("norm.bias", {2}, {0, 0});
  const auto program = made(pfenet::transformer(form), 16);
  EXPECT_EQ(program.tensors.at("added").values, (std::vector<float>{11, 22, 30, 40}));
  const auto& positions = program.tensors.at("positions");
  EXPECT_EQ(positions.shape, (weights::Shape{1, 4, 2}));
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_NEAR(positions.values.at(i), i % 2 == 0 ? 3 : 4, 1e-6) << "one place is stretched";
  }
}

TEST_F(ProgramOf, RefusesWhatDoesNotFit) {
  pfenet::GraphBuilder b;
  b.pool(Kind::max_pool, b.convolution(0, "conv", 1, 1), {.side = 3});
  const auto graph = std::move(b).graph();
  add("conv.weight", {1, 3, 1, 1}, {2, 4, 6});
  EXPECT_THROW(made(graph, 2), std::invalid_argument);
  EXPECT_NO_THROW(made(graph, 3));
  add("conv.weight", {1, 4, 1, 1}, {2, 4, 6, 8});
  EXPECT_THROW(made(graph, 3), InputError);
}

}  // namespace
}  // namespace msmv::engine
