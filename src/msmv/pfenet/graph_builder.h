#pragma once

#include <string>
#include <utility>
#include <vector>

#include "msmv/pfenet/graph.h"

namespace msmv::pfenet {

// Of a pool.
struct Window {
  int side = 3, stride = 2, pad = 0;
  bool rounds_up = false;
};

// Adds nodes and hands out their indices.
class GraphBuilder {
 public:
  GraphBuilder() { nodes_.push_back({.kind = Node::Kind::input, .channels = 3}); }

  // Square kernels keep the size but for their stride.
  int convolution(int from, const std::string& name, std::int64_t out, int kernel, int stride = 1) {
    return add({.kind = Node::Kind::convolution,
                .name = name,
                .inputs = {from},
                .channels = out,
                .kernel_height = kernel,
                .kernel_width = kernel,
                .stride = stride,
                .pad_height = kernel / 2,
                .pad_width = kernel / 2});
  }
  int add(Node node) {
    node.stage = stage_;
    nodes_.push_back(std::move(node));
    return static_cast<int>(nodes_.size()) - 1;
  }
  int batch_norm(int from, const std::string& name, double epsilon = 1e-5) {
    return add({.kind = Node::Kind::batch_norm,
                .name = name,
                .inputs = {from},
                .channels = at(from),
                .epsilon = epsilon});
  }
  int concat(const std::vector<int>& parts) {
    std::int64_t channels = 0;
    for (const int part : parts) {
      channels += at(part);
    }
    return add({.kind = Node::Kind::concat, .name = "", .inputs = parts, .channels = channels});
  }
  int pool(Node::Kind kind, int from, const Window& window) {
    return add({.kind = kind,
                .name = "",
                .inputs = {from},
                .channels = at(from),
                .kernel_height = window.side,
                .kernel_width = window.side,
                .stride = window.stride,
                .pad_height = window.pad,
                .pad_width = window.pad,
                .rounds_up = window.rounds_up});
  }
  int relu(int from) {
    return add({.kind = Node::Kind::relu, .name = "", .inputs = {from}, .channels = at(from)});
  }
  int upsample(int from, int factor) {
    return add({.kind = Node::Kind::upsample,
                .name = "",
                .inputs = {from},
                .channels = at(from),
                .stride = factor});
  }
  // `name` is that of the result alone: a sum has no tensors.
  int sum(int a, int b, const std::string& name = "") {
    return add({.kind = Node::Kind::add, .name = name, .inputs = {a, b}, .channels = at(a)});
  }

  std::int64_t at(int node) const { return nodes_.at(static_cast<std::size_t>(node)).channels; }
  void begin_stage(int stage) { stage_ = stage; }
  Graph graph() && { return std::move(nodes_); }

 private:
  Graph nodes_;
  int stage_ = 0;
};

}  // namespace msmv::pfenet
