#include "msmv/pfenet/graph.h"

#include <algorithm>
#include <stdexcept>

#include "msmv/pfenet/inception_graphs.h"
#include "msmv/pfenet/plain_graphs.h"

namespace msmv::pfenet {
namespace {

struct Extent {
  std::int64_t height = 0, width = 0;
  bool is_empty() const { return height < 1 || width < 1; }
};

// 0 where not even one window fits.
std::int64_t windows(std::int64_t side, int kernel, int pad, const Node& node) {
  const std::int64_t room = side + std::int64_t{2} * pad - kernel;
  if (room < 0) {
    return 0;
  }
  const std::int64_t steps = (room + (node.rounds_up ? node.stride - 1 : 0)) / node.stride;
  // A window may not begin beyond the border.
  return steps * node.stride >= side + pad ? steps : steps + 1;
}

// Of each node's result.
std::vector<Extent> extents_of(const Graph& graph, int side_px) {
  std::vector<Extent> extents = {{side_px, side_px}};
  for (std::size_t i = 1; i < graph.size(); ++i) {
    const Node& node = graph[i];
    const Extent in = extents[static_cast<std::size_t>(node.inputs.front())];
    extents.push_back({windows(in.height, node.kernel_height, node.pad_height, node),
                       windows(in.width, node.kernel_width, node.pad_width, node)});
  }
  return extents;
}

bool fits(const Graph& graph, int side_px) {
  return std::ranges::none_of(extents_of(graph, side_px), &Extent::is_empty);
}

}  // namespace

Graph graph_of(Backbone backbone) {
  switch (backbone) {
    case Backbone::resnet50:
      return resnet({3, 4, 6, 3});
    case Backbone::resnet101:
      return resnet({3, 4, 23, 3});
    case Backbone::resnet50_stage3:
      return resnet({3, 4, 6, 3}, ResnetEnd::stage3);
    case Backbone::resnet50_stages34:
      return resnet({3, 4, 6, 3}, ResnetEnd::stages34);
    case Backbone::vgg16:
      return vgg16();
    case Backbone::googlenet:
      return googlenet();
    case Backbone::densenet161:
      return densenet161();
    case Backbone::inception_v3:
      return inception_v3();
    case Backbone::araujo2017:
      return araujo2017();
  }
  throw std::invalid_argument("pfenet: no graph for backbone " +
                              std::to_string(static_cast<int>(backbone)));
}

int least_side_px(Backbone backbone) {
  const Graph graph = graph_of(backbone);
  int side_px = 1;
  while (!fits(graph, side_px)) {
    ++side_px;
  }
  return side_px;
}

double gflop(Backbone backbone, int side_px) {
  const Graph graph = graph_of(backbone);
  if (!fits(graph, side_px)) {
    throw std::invalid_argument("pfenet: patches of " + std::to_string(side_px) +
                                " px are too small for " + std::string(enum_name(backbone)));
  }
  const std::vector<Extent> extents = extents_of(graph, side_px);
  double operations = 0;
  for (std::size_t i = 1; i < graph.size(); ++i) {
    const Node& node = graph[i];
    if (node.kind == Node::Kind::convolution) {
      const Node& from = graph[static_cast<std::size_t>(node.inputs.front())];
      operations += 2.0 *
                    static_cast<double>(extents[i].height * extents[i].width * node.channels) *
                    static_cast<double>(from.channels * node.kernel_height * node.kernel_width);
    }
  }
  return operations / 1e9;
}

}  // namespace msmv::pfenet
