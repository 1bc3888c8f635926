#include "msmv/pfenet/graph.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "msmv/pfenet/layout.h"

namespace msmv::pfenet {
namespace {

// The tensors that a graph's nodes have, as a state dict names them.
weights::Layout layout_of(const Graph& graph) {
  weights::Layout layout;
  for (const Node& node : graph) {
    if (node.kind == Node::Kind::convolution) {
      const auto& from = graph[static_cast<std::size_t>(node.inputs[0])];
      layout[node.name + ".weight"] = {node.channels, from.channels, node.kernel_height,
                                       node.kernel_width};
    } else if (node.kind == Node::Kind::batch_norm) {
      for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) {
        layout[node.name + part] = {node.channels};
      }
    }
  }
  return layout;
}

TEST(Graph, HasTheTensorsOfTheLayout) {
  for (const auto backbone : {Backbone::resnet50, Backbone::resnet101}) {
    EXPECT_EQ(layout_of(graph_of(backbone)), encoder_layout(backbone)) << enum_name(backbone);
    EXPECT_EQ(graph_of(backbone).back().channels,
              static_cast<std::int64_t>(feature_count(backbone)));
  }
}

// torchvision's documentation gives 4.09 and 7.80 units of 1e9 multiply-adds, the fully connected
// head (0.002) included.
TEST(Graph, CountsWhatTorchvisionStates) {
  EXPECT_NEAR(gflop(Backbone::resnet50, 224) / 2, 4.09, 0.01);
  EXPECT_NEAR(gflop(Backbone::resnet101, 224) / 2, 7.80, 0.01);
}

TEST(Graph, GrowsWithTheAreaOfThePatch) {
  EXPECT_NEAR(gflop(Backbone::resnet50, 448) / gflop(Backbone::resnet50, 224), 4, 0.01);
}

}  // namespace
}  // namespace msmv::pfenet
