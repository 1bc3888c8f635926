#pragma once

#include <torch/types.h>

#include <functional>
#include <string>

#include "msmv/pfenet/graph.h"

namespace msmv::libtorch {

// A tensor of the network by its name, in the type and on the device that is computed in.
using NamedTensor = std::function<torch::Tensor(const std::string&)>;

// Whether a node is one of those that vision transformers are made of (Kind::tokens and on).
bool is_token_operation(pfenet::Node::Kind kind);

// The result of such a node by LibTorch: `tokens` takes [n, channels, height, width], the others
// [n, tokens, channels]. Throws std::logic_error for another node.
torch::Tensor token_operation(const pfenet::Node& node, const torch::Tensor& x,
                              const NamedTensor& tensor);

}  // namespace msmv::libtorch
