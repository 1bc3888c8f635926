#include "msmv/pfenet/layout.h"

#include "msmv/pfenet/graph.h"

namespace msmv::pfenet {

using weights::Layout;

std::size_t feature_count(Backbone backbone) {
  return static_cast<std::size_t>(graph_of(backbone).back().channels);
}

Layout encoder_layout(Backbone backbone) {
  return layout_of(graph_of(backbone));
}

Layout layout_of(const Graph& graph) {
  Layout layout;
  for (const Node& node : graph) {
    if (node.kind == Node::Kind::convolution) {
      const auto in = graph.at(static_cast<std::size_t>(node.inputs.front())).channels;
      layout[node.name + ".weight"] = {node.channels, in, node.kernel_height, node.kernel_width};
      if (node.has_bias) {
        layout[node.name + ".bias"] = {node.channels};
      }
    } else if (node.kind == Node::Kind::batch_norm) {
      for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) {
        layout[node.name + part] = {node.channels};
      }
    }
  }
  return layout;
}

std::string prefix_of_scale(const Config& config, std::size_t scale) {
  return config.shared_weights ? "shared." : "scale" + std::to_string(scale) + ".";
}

Layout layout(const Config& config, std::size_t scales) {
  const Layout encoder = encoder_layout(config.backbone);
  Layout out;
  for (std::size_t scale = 0; scale < scales; ++scale) {
    out.merge(weights::with_prefix(prefix_of_scale(config, scale), encoder));
  }
  return out;
}

}  // namespace msmv::pfenet
