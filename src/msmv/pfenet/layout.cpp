#include "msmv/pfenet/layout.h"

#include "msmv/weights/tensor.h"

namespace msmv::pfenet {

using weights::Layout;

std::size_t feature_count(Backbone backbone) {
  return feature_count(Config{.backbone = backbone});
}

std::size_t feature_count(const Config& config) {
  return static_cast<std::size_t>(graph_of(config).back().channels);
}

Layout tensors_of(const Node& node, const Graph& graph) {
  using Kind = Node::Kind;
  Layout out;
  const auto in = [&] { return graph.at(static_cast<std::size_t>(node.inputs.front())).channels; };
  switch (node.kind) {
    case Kind::convolution:
      out[node.name + ".weight"] = {node.channels, in(), node.kernel_height, node.kernel_width};
      break;
    case Kind::linear:
      out[node.name + ".weight"] = {node.channels, in()};
      break;
    case Kind::batch_norm:
      for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) {
        out[node.name + part] = {node.channels};
      }
      break;
    case Kind::layer_norm:
      out[node.name + ".weight"] = out[node.name + ".bias"] = {node.channels};
      break;
    case Kind::scale:
      out[node.name + ".gamma"] = {node.channels};
      break;
    case Kind::tokens:
      out[node.name + "cls_token"] = {1, 1, node.channels};
      out[node.name + "pos_embed"] = {1, node.tokens.positions(), node.channels};
      if (node.tokens.registers > 0) {
        out[node.name + "reg_token"] = {1, node.tokens.registers, node.channels};
      }
      break;
    default:
      break;
  }
  if (node.has_bias) {
    out[node.name + ".bias"] = {node.channels};
  }
  return out;
}

std::int64_t count_of(const Layout& layout) {
  std::int64_t count = 0;
  for (const auto& [name, shape] : layout) {
    count += static_cast<std::int64_t>(weights::count_of(shape));
  }
  return count;
}

Layout encoder_layout(Backbone backbone) {
  return encoder_layout(Config{.backbone = backbone});
}

Layout encoder_layout(const Config& config) {
  const Graph graph = graph_of(config);
  Layout layout;
  for (const Node& node : graph) {
    layout.merge(tensors_of(node, graph));
  }
  return layout;
}

std::string prefix_of_scale(const Config& config, std::size_t scale) {
  return config.shared_weights ? "shared." : "scale" + std::to_string(scale) + ".";
}

Layout layout(const Config& config, std::size_t scales) {
  const Layout encoder = encoder_layout(config);
  Layout out;
  for (std::size_t scale = 0; scale < scales; ++scale) {
    out.merge(weights::with_prefix(prefix_of_scale(config, scale), encoder));
  }
  return out;
}

}  // namespace msmv::pfenet
