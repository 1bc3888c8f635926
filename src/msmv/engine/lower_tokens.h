#pragma once

#include <openvino/core/node.hpp>
#include <openvino/core/node_output.hpp>
#include <string>

#include "msmv/engine/quantize.h"
#include "msmv/engine/weight_source.h"
#include "msmv/pfenet/graph.h"

namespace msmv::engine {

// Where the nodes of a vision transformer get their weights, and how linear layers compute.
struct TokenLowering {
  const WeightSource& source;
  std::string prefix;
  bool is_int8 = false;
  PairSums pair_sums = PairSums::exact;
};

// Whether a node is one of those (Kind::tokens and on).
bool is_token_operation(pfenet::Node::Kind kind);

// Its result by OpenVINO: `tokens` takes [1, channels, height, width], whose size decides to what
// grid positions are stretched, the others [1, tokens, channels]. Throws InputError for weights
// that don't fit, std::logic_error for another node.
ov::Output<ov::Node> lower_token_operation(const pfenet::Node& node, const ov::Output<ov::Node>& x,
                                           const TokenLowering& how);

}  // namespace msmv::engine
