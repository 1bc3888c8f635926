#include "msmv/nuclei/graph.h"

#include <cmath>
#include <random>
#include <string>
#include <utility>

#include "msmv/pfenet/graph_builder.h"
#include "msmv/pfenet/layout.h"
#include "msmv/values/random.h"

namespace msmv::nuclei {
namespace {

using pfenet::GraphBuilder;
using pfenet::Node;

// A convolution without bias, its batch norm and its ReLU.
int block(GraphBuilder& graph, Node convolution) {
  convolution.kind = Node::Kind::convolution;
  const std::string name = convolution.name;
  convolution.name += ".conv";
  return graph.relu(graph.batch_norm(graph.add(std::move(convolution)), name + ".bn"));
}

// Of 3 x 3 places, `dilation` apart, which keep the size.
int same(GraphBuilder& graph, int from, const std::string& name, int channels, int dilation = 1) {
  return block(graph, {.name = name,
                       .inputs = {from},
                       .channels = channels,
                       .kernel_height = 3,
                       .kernel_width = 3,
                       .pad_height = dilation,
                       .pad_width = dilation,
                       .dilation = dilation});
}

// To half the size.
int halved(GraphBuilder& graph, int from, const std::string& name, int channels) {
  return block(graph, {.name = name,
                       .inputs = {from},
                       .channels = channels,
                       .kernel_height = 4,
                       .kernel_width = 4,
                       .stride = 2,
                       .pad_height = 1,
                       .pad_width = 1});
}

}  // namespace

pfenet::Graph graph_of(const NetworkConfig& config) {
  GraphBuilder graph;
  const int fine_channels = config.fine_channels, wide_channels = config.wide_channels;
  int fine = halved(graph, 0, "stem", fine_channels);
  fine = same(graph, fine, "fine1", fine_channels);
  fine = same(graph, fine, "fine2", fine_channels);
  int wide = halved(graph, fine, "wide1", wide_channels);
  wide = same(graph, wide, "wide2", wide_channels);
  wide = graph.sum(wide, same(graph, wide, "wide3", wide_channels, 2));
  wide = graph.sum(wide, same(graph, wide, "wide4", wide_channels, 4));
  const int both = graph.concat({fine, graph.upsample(wide, 2)});
  int joined = block(graph, {.name = "join", .inputs = {both}, .channels = fine_channels});
  joined = same(graph, joined, "fine3", fine_channels);
  graph.add({.kind = Node::Kind::convolution,
             .name = "head",
             .inputs = {joined},
             .channels = 1,
             .has_bias = true});
  return std::move(graph).graph();
}

weights::Layout layout(const NetworkConfig& config) {
  return pfenet::layout_of(graph_of(config));
}

weights::Tensors initial_weights(const NetworkConfig& config, Seed seed) {
  weights::Tensors tensors;
  std::uint64_t stream = 0;
  for (const auto& [name, shape] : layout(config)) {
    weights::Tensor tensor{shape, std::vector<float>(weights::count_of(shape), 0)};
    std::mt19937_64 random(derive(seed, stream++));
    if (shape.size() == 4) {
      const double inputs = static_cast<double>(shape[1] * shape[2] * shape[3]);
      for (float& value : tensor.values) {
        value = static_cast<float>(std::sqrt(1 / (3 * inputs)) * normal(random));
      }
    } else if (name.ends_with(".bn.weight") || name.ends_with(".running_var")) {
      tensor.values.assign(tensor.values.size(), 1);
    } else if (name == "head.bias") {
      tensor.values.assign(tensor.values.size(), -3);
    }
    tensors[name] = std::move(tensor);
  }
  return tensors;
}

}  // namespace msmv::nuclei
