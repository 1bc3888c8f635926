#include "msmv/program/torchscript_source.h"

#include <gtest/gtest.h>

#include <utility>

#include "msmv/pfenet/graph_builder.h"

namespace msmv::program {
namespace {

using Kind = pfenet::Node::Kind;

TEST(TorchscriptSource, HasAStatementANode) {
  pfenet::GraphBuilder b;
  const int a = b.convolution(0, "layer1.0.conv1", 8, 3, 2);
  const int pooled = b.pool(Kind::max_pool, b.relu(a), {.side = 3, .stride = 2, .rounds_up = true});
  b.concat({pooled, b.batch_norm(pooled, "bn")});
  Program program{.graph = std::move(b).graph(), .tensors = {}};
  program.graph[1].has_bias = true;
  program.head = LinearHead{.weights = {}, .bias = {}, .root_encodings = true};
  EXPECT_EQ(torchscript_of(program),
            "def forward(self, v0: Tensor) -> Tensor:\n"
            "  v1 = torch.conv2d(v0, self.layer1_0_conv1_weight, self.layer1_0_conv1_bias, "
            "[2, 2], [1, 1], [1, 1], 1)\n"
            "  v2 = torch.relu(v1)\n"
            "  v3 = torch.max_pool2d(v2, [3, 3], [2, 2], [0, 0], [1, 1], True)\n"
            "  v4 = torch.add(torch.mul(v3, self.bn_factor), self.bn_summand)\n"
            "  v5 = torch.cat([v3, v4], 1)\n"
            "  return torch.linear(torch.sqrt(torch.add(torch.relu(torch.mean(v5, [2, 3])), "
            "1e-06)), self.head_weight, self.head_bias)\n");
}

TEST(TorchscriptSource, EndsWithTheEncodingWhereThereIsNoHead) {
  pfenet::GraphBuilder b;
  b.upsample(0, 2);
  EXPECT_EQ(torchscript_of({.graph = std::move(b).graph(), .tensors = {}}),
            "def forward(self, v0: Tensor) -> Tensor:\n"
            "  v1 = torch.upsample_nearest2d(v0, [torch.size(v0, 2) * 2, torch.size(v0, 3) * 2], "
            "None, None)\n"
            "  return torch.mean(v1, [2, 3])\n");
}

}  // namespace
}  // namespace msmv::program
