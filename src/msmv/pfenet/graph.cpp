#include "msmv/pfenet/graph.h"

#include <algorithm>
#include <stdexcept>

#include "msmv/pfenet/inception_graphs.h"
#include "msmv/pfenet/plain_graphs.h"
#include "msmv/pfenet/transformer_graph.h"

namespace msmv::pfenet {
namespace {

bool has_no_place(const PixelExtent& extent) {
  return extent.height < 1 || extent.width < 1;
}

// 0 where not even one window fits.
std::int64_t windows(std::int64_t side, int kernel, int pad, const Node& node) {
  if (node.kind == Node::Kind::upsample) {
    return side * node.stride;
  }
  const std::int64_t span = std::int64_t{node.dilation} * (kernel - 1) + 1;
  const std::int64_t room = side + std::int64_t{2} * pad - span;
  if (room < 0) {
    return 0;
  }
  const std::int64_t steps = (room + (node.rounds_up ? node.stride - 1 : 0)) / node.stride;
  // A window may not begin beyond the border.
  return steps * node.stride >= side + pad ? steps : steps + 1;
}

bool fits(const Graph& graph, const PixelExtent& image) {
  return std::ranges::none_of(extents_of(graph, image), has_no_place);
}

// Of one node. What attention multiplies: queries by keys, then the weights by values.
double operations_of(const Node& node, const Node& from, const PixelExtent& extent) {
  const auto places = static_cast<double>(extent.height * extent.width);
  const auto channels = static_cast<double>(node.channels);
  switch (node.kind) {
    case Node::Kind::convolution:
      return 2 * places * channels *
             static_cast<double>(from.channels * node.kernel_height * node.kernel_width);
    case Node::Kind::linear:
      return 2 * places * channels * static_cast<double>(from.channels);
    case Node::Kind::attention:
      return 4 * places * places * channels;
    default:
      return 0;
  }
}

}  // namespace

Graph graph_of(Backbone backbone) {
  return graph_of(Config{.backbone = backbone});
}

Graph graph_of(const Config& config) {
  switch (config.backbone) {
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
    case Backbone::vision_transformer:
      return transformer(config.form);
  }
  throw std::invalid_argument("pfenet: no graph for backbone " +
                              std::to_string(static_cast<int>(config.backbone)));
}

std::vector<PixelExtent> extents_of(const Graph& graph, PixelExtent image) {
  std::vector<PixelExtent> extents = {image};
  for (std::size_t i = 1; i < graph.size(); ++i) {
    const Node& node = graph[i];
    const PixelExtent in = extents[static_cast<std::size_t>(node.inputs.front())];
    if (node.kind == Node::Kind::tokens) {
      const std::int64_t count = in.height * in.width + node.tokens.added();
      extents.push_back({.width = 1, .height = has_no_place(in) ? 0 : count});
      continue;
    }
    extents.push_back({.width = windows(in.width, node.kernel_width, node.pad_width, node),
                       .height = windows(in.height, node.kernel_height, node.pad_height, node)});
  }
  return extents;
}

std::optional<std::size_t> only_user(const Graph& graph, std::size_t i) {
  std::optional<std::size_t> user;
  for (std::size_t later = i + 1; later < graph.size(); ++later) {
    for (const int from : graph[later].inputs) {
      if (static_cast<std::size_t>(from) == i) {
        if (user) {
          return std::nullopt;
        }
        user = later;
      }
    }
  }
  return user;
}

int least_side_px(Backbone backbone) {
  return least_side_px(Config{.backbone = backbone});
}

int least_side_px(const Config& config) {
  const Graph graph = graph_of(config);
  int side_px = 1;
  while (!fits(graph, {side_px, side_px})) {
    ++side_px;
  }
  return side_px;
}

double gflop(Backbone backbone, int side_px) {
  return gflop(Config{.backbone = backbone}, side_px);
}

double gflop(const Config& config, int side_px) {
  const Graph graph = graph_of(config);
  if (!fits(graph, {side_px, side_px})) {
    throw std::invalid_argument("pfenet: patches of " + std::to_string(side_px) +
                                " px are too small for " + std::string(enum_name(config.backbone)));
  }
  return gflop(graph, PixelExtent{side_px, side_px});
}

double gflop(const Graph& graph, PixelExtent image) {
  const std::vector<PixelExtent> extents = extents_of(graph, image);
  double operations = 0;
  for (std::size_t i = 1; i < graph.size(); ++i) {
    const Node& from = graph[static_cast<std::size_t>(graph[i].inputs.front())];
    operations += operations_of(graph[i], from, extents[i]);
  }
  return operations / 1e9;
}

}  // namespace msmv::pfenet
