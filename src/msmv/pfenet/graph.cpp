#include "msmv/pfenet/graph.h"

#include <array>
#include <stdexcept>

namespace msmv::pfenet {
namespace {

using Kind = Node::Kind;

// Adds nodes and hands out their indices.
class Builder {
 public:
  Builder() { nodes_.push_back({.kind = Kind::input, .channels = 3}); }

  // Square kernels keep the size but for their stride.
  int convolution(int from, const std::string& name, std::int64_t out, int kernel, int stride = 1) {
    return add({.kind = Kind::convolution,
                .name = name,
                .inputs = {from},
                .channels = out,
                .kernel_height = kernel,
                .kernel_width = kernel,
                .stride = stride,
                .pad_height = kernel / 2,
                .pad_width = kernel / 2});
  }
  int batch_norm(int from, const std::string& name) {
    return add({.kind = Kind::batch_norm, .name = name, .inputs = {from}, .channels = at(from)});
  }
  int relu(int from) {
    return add({.kind = Kind::relu, .name = "", .inputs = {from}, .channels = at(from)});
  }
  int max_pool(int from, int kernel, int stride, int pad) {
    return add({.kind = Kind::max_pool,
                .name = "",
                .inputs = {from},
                .channels = at(from),
                .kernel_height = kernel,
                .kernel_width = kernel,
                .stride = stride,
                .pad_height = pad,
                .pad_width = pad});
  }
  int sum(int a, int b) {
    return add({.kind = Kind::add, .name = "", .inputs = {a, b}, .channels = at(a)});
  }

  std::int64_t at(int node) const { return nodes_.at(static_cast<std::size_t>(node)).channels; }
  void begin_stage(int stage) { stage_ = stage; }
  Graph graph() && { return std::move(nodes_); }

 private:
  int add(Node node) {
    node.stage = stage_;
    nodes_.push_back(std::move(node));
    return static_cast<int>(nodes_.size()) - 1;
  }

  Graph nodes_;
  int stage_ = 0;
};

int bottleneck(Builder& b, int x, const std::string& name, std::int64_t width, int stride) {
  constexpr std::int64_t kExpansion = 4;
  int y = b.relu(b.batch_norm(b.convolution(x, name + ".conv1", width, 1), name + ".bn1"));
  y = b.relu(b.batch_norm(b.convolution(y, name + ".conv2", width, 3, stride), name + ".bn2"));
  y = b.batch_norm(b.convolution(y, name + ".conv3", kExpansion * width, 1), name + ".bn3");
  if (stride != 1 || b.at(x) != b.at(y)) {
    x = b.batch_norm(b.convolution(x, name + ".downsample.0", b.at(y), 1, stride),
                     name + ".downsample.1");
  }
  return b.relu(b.sum(y, x));
}

Graph resnet(const std::array<int, 4>& blocks) {
  Builder b;
  int x = b.relu(b.batch_norm(b.convolution(0, "conv1", 64, 7, 2), "bn1"));
  x = b.max_pool(x, 3, 2, 1);
  std::int64_t width = 64;
  for (int stage = 1; stage <= 4; ++stage, width *= 2) {
    b.begin_stage(stage);
    for (int block = 0; block < blocks[static_cast<std::size_t>(stage - 1)]; ++block) {
      const std::string name = "layer" + std::to_string(stage) + "." + std::to_string(block);
      x = bottleneck(b, x, name, width, block == 0 && stage > 1 ? 2 : 1);
    }
  }
  return std::move(b).graph();
}

struct Extent {
  std::int64_t height = 0, width = 0;
};

std::int64_t windows(std::int64_t side, int kernel, int pad, const Node& node) {
  const std::int64_t room = side + 2 * pad - kernel;
  if (room < 0) {
    throw std::invalid_argument("pfenet: the patch is too small for this encoder");
  }
  const std::int64_t steps = (room + (node.rounds_up ? node.stride - 1 : 0)) / node.stride;
  // A window may not begin beyond the border.
  return steps * node.stride >= side + pad ? steps : steps + 1;
}

Extent extent_after(const Node& node, const Extent& in) {
  return {windows(in.height, node.kernel_height, node.pad_height, node),
          windows(in.width, node.kernel_width, node.pad_width, node)};
}

}  // namespace

Graph graph_of(Backbone backbone) {
  switch (backbone) {
    case Backbone::resnet50:
      return resnet({3, 4, 6, 3});
    case Backbone::resnet101:
      return resnet({3, 4, 23, 3});
  }
  throw std::invalid_argument("pfenet: no graph for backbone " +
                              std::to_string(static_cast<int>(backbone)));
}

double gflop(Backbone backbone, int side_px) {
  const Graph graph = graph_of(backbone);
  std::vector<Extent> extents;
  double operations = 0;
  for (const Node& node : graph) {
    if (node.kind == Kind::input) {
      extents.push_back({side_px, side_px});
      continue;
    }
    const auto from = static_cast<std::size_t>(node.inputs.front());
    const Extent out = extent_after(node, extents[from]);
    if (node.kind == Kind::convolution) {
      operations +=
          2.0 * static_cast<double>(out.height * out.width * node.channels) *
          static_cast<double>(graph[from].channels * node.kernel_height * node.kernel_width);
    }
    extents.push_back(out);
  }
  return operations / 1e9;
}

}  // namespace msmv::pfenet
