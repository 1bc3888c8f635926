#include "msmv/engine/program_of.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "msmv/engine/fold.h"
#include "msmv/pfenet/layout.h"

namespace msmv::engine {
namespace {

using pfenet::Graph;
using pfenet::Node;
using Kind = Node::Kind;

class ProgramMaker {
 public:
  ProgramMaker(const WeightSource& source, const EncoderSpec& spec)
      : source_(source),
        graph_(spec.graph),
        prefix_(spec.prefixes.empty() ? "" : spec.prefixes.front()) {
    const auto side = static_cast<std::int64_t>(spec.side_px);
    extents_ = extents_of(graph_, {.width = side, .height = side});
    program_.side_px = static_cast<int>(side);
    program_.mean = spec.normalization.mean;
    program_.deviation = spec.normalization.deviation;
  }

  program::Program make() {
    for (std::size_t i = 0; i < graph_.size(); ++i) {
      if (extents_[i].width < 1 || extents_[i].height < 1) {
        throw std::invalid_argument("engine: patches of " + std::to_string(program_.side_px) +
                                    " px are too small for the encoder");
      }
      if (is_folded(graph_[i])) {
        place_of_.push_back(place_of(graph_[i].inputs.front()));
        continue;
      }
      add(i);
      place_of_.push_back(static_cast<int>(program_.graph.size()) - 1);
    }
    return std::move(program_);
  }

 private:
  int place_of(int node) const { return place_of_.at(static_cast<std::size_t>(node)); }

  // A batch norm that is the only one to see a convolution.
  bool is_folded(const Node& node) const {
    if (node.kind != Kind::batch_norm) {
      return false;
    }
    const auto from = static_cast<std::size_t>(node.inputs.front());
    return graph_[from].kind == Kind::convolution && only_user(graph_, from);
  }

  void add(std::size_t i);
  void keep(const std::string& name, const weights::Shape& shape, std::vector<float> values) {
    program_.tensors[name] = {.shape = shape, .values = std::move(values)};
  }
  void keep_convolution(std::size_t i);
  void keep_tokens(const Node& node);

  const WeightSource& source_;
  const Graph& graph_;
  std::string prefix_;
  std::vector<PixelExtent> extents_;
  std::vector<int> place_of_;  // of each node of the graph, in the program's
  program::Program program_;
};

void ProgramMaker::keep_convolution(std::size_t i) {
  const Node& node = graph_[i];
  const std::int64_t in = graph_.at(static_cast<std::size_t>(node.inputs.front())).channels;
  Folded folded = convolution_of(source_, prefix_, node, in);
  if (const auto user = only_user(graph_, i); user && graph_[*user].kind == Kind::batch_norm) {
    fold(folded, batch_norm_of(source_, prefix_, graph_[*user]));
  }
  keep(node.name + ".weight", {node.channels, in, node.kernel_height, node.kernel_width},
       std::move(folded.weights));
  keep(node.name + ".bias", {node.channels}, std::move(folded.bias));
  program_.graph.back().has_bias = true;
}

void ProgramMaker::keep_tokens(const Node& node) {
  const PixelExtent map = extents_.at(static_cast<std::size_t>(node.inputs.front()));
  PlacedTokens placed = tokens_of(source_, prefix_, node, map);
  keep(node.name + "added", {1, node.tokens.added(), node.channels}, std::move(placed.added));
  keep(node.name + "positions", {1, map.width * map.height, node.channels},
       std::move(placed.positions));
}

void ProgramMaker::add(std::size_t i) {
  Node node = graph_[i];
  std::ranges::transform(node.inputs, node.inputs.begin(),
                         [&](int from) { return place_of(from); });
  program_.graph.push_back(std::move(node));
  const Node& from = graph_[i];
  switch (from.kind) {
    case Kind::convolution:
      keep_convolution(i);
      break;
    case Kind::batch_norm: {
      Affine norm = batch_norm_of(source_, prefix_, from);
      keep(from.name + ".factor", {1, from.channels, 1, 1}, std::move(norm.factor));
      keep(from.name + ".summand", {1, from.channels, 1, 1}, std::move(norm.summand));
      break;
    }
    case Kind::tokens:
      keep_tokens(from);
      break;
    default:
      for (const auto& [name, shape] : pfenet::tensors_of(from, graph_)) {
        keep(name, shape, read_checked(source_, prefix_ + name, shape));
      }
  }
}

}  // namespace

program::Program program_of(const WeightSource& source, const EncoderSpec& spec) {
  return ProgramMaker(source, spec).make();
}

}  // namespace msmv::engine
