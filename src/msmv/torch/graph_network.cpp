#include "msmv/torch/graph_network.h"

#include <torch/torch.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "msmv/pfenet/layout.h"
#include "msmv/torch/token_operations.h"

namespace msmv::libtorch {
namespace {

using Kind = pfenet::Node::Kind;

// The module that a dotted name's last part belongs to; those on the way are made.
torch::nn::Module& owner_of(torch::nn::Module& root, const std::string& name,
                            std::string& last_part) {
  torch::nn::Module* owner = &root;
  std::size_t begin = 0;
  for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', begin)) {
    const std::string part = name.substr(begin, dot - begin);
    const auto children = owner->named_children();
    const auto* child = children.find(part);
    owner = child != nullptr
                ? child->get()
                : owner->register_module(part, std::make_shared<torch::nn::Module>()).get();
    begin = dot + 1;
  }
  last_part = name.substr(begin);
  return *owner;
}

torch::nn::Conv2d convolution_of(const pfenet::Node& node, std::int64_t in) {
  return torch::nn::Conv2d(
      torch::nn::Conv2dOptions(in, node.channels, {node.kernel_height, node.kernel_width})
          .stride(node.stride)
          .padding({node.pad_height, node.pad_width})
          .dilation(node.dilation)
          .bias(node.has_bias));
}

// LibTorch 2's max_pool2d has no gradient in oneDNN's layout.
torch::Tensor max_pool(const torch::Tensor& x, const pfenet::Node& node) {
  const std::vector<std::int64_t> kernel = {node.kernel_height, node.kernel_width};
  const std::vector<std::int64_t> pad = {node.pad_height, node.pad_width};
  return x.is_mkldnn() ? torch::mkldnn_max_pool2d(x, kernel, node.stride, pad, 1, node.rounds_up)
                       : torch::max_pool2d(x, kernel, node.stride, pad, 1, node.rounds_up);
}

torch::Tensor dense(const torch::Tensor& x) {
  return x.is_mkldnn() ? x.to_dense() : x;
}

// True for the kinds of node that run in plain layout, at a network's end.
bool is_of_the_end(const pfenet::Node& node) {
  return node.kind == Kind::average_pool || node.kind == Kind::concat;
}

bool is_onednns(const pfenet::Node& node) {
  return node.kind == Kind::input || node.kind == Kind::convolution || node.kind == Kind::relu ||
         node.kind == Kind::max_pool || node.kind == Kind::add;
}

}  // namespace

GraphNetworkImpl::GraphNetworkImpl(pfenet::Graph graph, torch::Device device)
    : graph_(std::move(graph)) {
  last_use_.assign(graph_.size(), graph_.size());
  for (std::size_t i = 0; i < graph_.size(); ++i) {
    const pfenet::Node& node = graph_[i];
    for (const int input : node.inputs) {
      last_use_.at(static_cast<std::size_t>(input)) = i;
    }
    has_one_user_.push_back(pfenet::only_user(graph_, i).has_value());
    add_modules(node, device);
  }
  find_what_is_folded();
}

void GraphNetworkImpl::find_what_is_folded() {
  bool is_at_end = false;
  is_onednns_ = true;
  for (const pfenet::Node& node : graph_) {
    if (node.kind == Kind::batch_norm && input_of(node).kind == Kind::convolution &&
        has_one_user_.at(static_cast<std::size_t>(node.inputs.front()))) {
      norm_after_[input_of(node).name] = &node;
      continue;
    }
    is_at_end = is_at_end || is_of_the_end(node);
    is_onednns_ = is_onednns_ && (is_at_end ? is_of_the_end(node) : is_onednns(node));
  }
}

// Whether it is a part of the convolution before it as things stand.
bool GraphNetworkImpl::is_folded(const pfenet::Node& norm) const {
  return norm_after_.contains(input_of(norm).name) && input_of(norm).kind == Kind::convolution &&
         !norms_.at(norm.name)->is_training();
}

bool GraphNetworkImpl::takes_onednn_layout() const {
  return is_onednns_ &&
         std::ranges::none_of(norms_, [](const auto& norm) { return norm.second->is_training(); });
}

// The value of a sum or a convolution that nothing else sees is written over, but not a caller's.
bool GraphNetworkImpl::may_overwrite_input(std::size_t i) const {
  const pfenet::Node& node = graph_[i];
  const pfenet::Node& input = input_of(node);
  const auto from = static_cast<std::size_t>(node.inputs.front());
  const bool is_fresh =
      input.kind == Kind::convolution || input.kind == Kind::batch_norm || input.kind == Kind::add;
  return is_fresh && has_one_user_[from] && input.stage == node.stage;
}

void GraphNetworkImpl::add_modules(const pfenet::Node& node, torch::Device device) {
  std::string part;
  if (node.kind == Kind::convolution) {
    const auto in = graph_.at(static_cast<std::size_t>(node.inputs.front())).channels;
    auto& owner = owner_of(*this, node.name, part);
    convolutions_.emplace(node.name, owner.register_module(part, convolution_of(node, in)));
  } else if (node.kind == Kind::batch_norm) {
    const auto options = torch::nn::BatchNorm2dOptions(node.channels).eps(node.epsilon);
    auto& owner = owner_of(*this, node.name, part);
    norms_.emplace(node.name, owner.register_module(part, torch::nn::BatchNorm2d(options)));
  } else if (is_token_operation(node.kind)) {
    for (const auto& [name, shape] : tensors_of(node, graph_)) {
      auto& owner = owner_of(*this, name, part);
      tensors_[name] = owner.register_parameter(part, torch::empty(shape, device));
    }
  }
}

GraphNetworkImpl::Constants GraphNetworkImpl::norm_constants(const pfenet::Node& node) const {
  const auto& norm = norms_.at(node.name);
  const auto scale = norm->weight * (norm->running_var + norm->options.eps()).rsqrt();
  return {scale, norm->bias - norm->running_mean * scale};
}

GraphNetworkImpl::Constants GraphNetworkImpl::convolution_constants(
    const pfenet::Node& node) const {
  const auto& module = convolutions_.at(node.name);
  Constants plain{module->weight, node.has_bias ? module->bias : torch::Tensor()};
  const auto norm = norm_after_.find(node.name);
  if (norm == norm_after_.end() || !is_folded(*norm->second)) {
    return plain;
  }
  const auto [scale, shift] = norm_constants(*norm->second);
  return {plain.factor * scale.view({-1, 1, 1, 1}),
          node.has_bias ? torch::addcmul(shift, plain.summand, scale) : shift};
}

GraphNetworkImpl::Constants GraphNetworkImpl::constants_of(const pfenet::Node& node,
                                                           torch::ScalarType type) const {
  if (node.kind == Kind::convolution) {
    const auto [weight, bias] = convolution_constants(node);
    return {weight.to(type), bias.defined() ? bias.to(type) : bias};
  }
  const auto [scale, shift] = norm_constants(node);
  return {scale.to(type).view({1, -1, 1, 1}), shift.to(type).view({1, -1, 1, 1})};
}

torch::Tensor GraphNetworkImpl::value_of(std::size_t i,
                                         const std::vector<torch::Tensor>& values) const {
  const pfenet::Node& node = graph_[i];
  std::vector<torch::Tensor> in;
  for (const int input : node.inputs) {
    in.push_back(values.at(static_cast<std::size_t>(input)));
  }
  const std::vector<std::int64_t> kernel = {node.kernel_height, node.kernel_width};
  const std::vector<std::int64_t> pad = {node.pad_height, node.pad_width};
  if (is_token_operation(node.kind)) {
    return token_operation(node, in[0], [&](const std::string& name) {
      return settled_.empty() ? tensors_.at(name).to(in[0].scalar_type())
                              : settled_.at(name).factor;
    });
  }
  const auto constants = [&] {
    return settled_.empty() ? constants_of(node, in[0].scalar_type()) : settled_.at(node.name);
  };
  switch (node.kind) {
    case Kind::convolution: {
      const auto [weight, bias] = constants();
      return torch::conv2d(in[0], weight, bias, node.stride, pad, node.dilation);
    }
    case Kind::batch_norm: {
      if (is_folded(node)) {
        return in[0];
      }
      if (torch::nn::BatchNorm2d norm = norms_.at(node.name); norm->is_training()) {
        return norm->forward(in[0]);
      }
      const auto [scale, shift] = constants();
      return torch::addcmul(shift, in[0], scale);
    }
    case Kind::relu:
      return may_overwrite_input(i) ? torch::relu_(in[0]) : torch::relu(in[0]);
    case Kind::max_pool:
      return max_pool(in[0], node);
    case Kind::average_pool:  // the border's zeros count
      return torch::avg_pool2d(dense(in[0]), kernel, node.stride, pad, node.rounds_up, true);
    case Kind::concat:
      std::ranges::transform(in, in.begin(), dense);
      return torch::cat(in, 1);
    case Kind::add:
      return may_overwrite_input(i) ? in[0].add_(in[1]) : in[0] + in[1];
    case Kind::upsample:
      return torch::upsample_nearest2d(in[0],
                                       {in[0].size(2) * node.stride, in[0].size(3) * node.stride});
    default:
      break;
  }
  throw std::logic_error("pfenet: a graph's input is not computed");
}

torch::Tensor GraphNetworkImpl::run(torch::Tensor x, int first, int last) {
  std::vector<torch::Tensor> values(graph_.size());
  std::size_t newest = 0;
  if (is_packed_ && !x.is_mkldnn()) {
    return dense(run(x.to_mkldnn(), first, last));
  }
  for (std::size_t i = 1; i < graph_.size(); ++i) {
    if (graph_[i].stage < first || graph_[i].stage > last) {
      continue;
    }
    if (newest == 0) {
      values[i - 1] = x;  // a stage takes only what the one before it ends with
      x.reset();
    }
    values[i] = value_of(i, values);
    newest = i;
    for (const int input : graph_[i].inputs) {
      if (last_use_.at(static_cast<std::size_t>(input)) == i) {
        values.at(static_cast<std::size_t>(input)).reset();
      }
    }
  }
  return newest == 0 ? x : values[newest];
}

std::vector<torch::Tensor> GraphNetworkImpl::stage_parameters(int stage) const {
  std::vector<torch::Tensor> parameters;
  const auto append = [&](const torch::nn::Module& module) {
    const auto more = module.parameters();
    parameters.insert(parameters.end(), more.begin(), more.end());
  };
  for (const pfenet::Node& node : graph_) {
    if (node.stage != stage) {
      continue;
    }
    if (node.kind == Kind::convolution) {
      append(*convolutions_.at(node.name));
    } else if (node.kind == Kind::batch_norm) {
      append(*norms_.at(node.name));
    } else if (is_token_operation(node.kind)) {
      for (const auto& [name, shape] : tensors_of(node, graph_)) {
        parameters.push_back(tensors_.at(name));
      }
    }
  }
  return parameters;
}

void GraphNetworkImpl::train_stages_from(int stage) {
  train(false);
  for (const pfenet::Node& node : graph_) {
    if (node.kind == Kind::batch_norm && node.stage >= stage) {
      norms_.at(node.name)->train();
    }
  }
}

void GraphNetworkImpl::settle(torch::Device device, torch::ScalarType type) {
  const torch::NoGradGuard no_grad;
  std::map<std::string, Constants> settled;
  const bool packs = device.is_cpu() && type == torch::kFloat32 && at::hasMKLDNN() &&
                     at::globalContext().userEnabledMkldnn() && takes_onednn_layout();
  for (const pfenet::Node& node : graph_) {
    if (node.kind != Kind::convolution && (node.kind != Kind::batch_norm || is_folded(node))) {
      continue;
    }
    auto [factor, summand] = constants_of(node, torch::kFloat32);
    if (packs) {
      factor = at::mkldnn_reorder_conv2d_weight(
          factor.contiguous().to_mkldnn(), {node.pad_height, node.pad_width},
          {node.stride, node.stride}, {node.dilation, node.dilation}, 1);
      summand = summand.defined() ? summand.to_mkldnn() : summand;
    } else {
      factor = factor.to(device, type).contiguous(torch::MemoryFormat::ChannelsLast);
      summand = summand.defined() ? summand.to(device, type) : summand;
    }
    settled[node.name] = {factor, summand};
  }
  for (const auto& [name, tensor] : tensors_) {
    settled[name] = {tensor.to(device, type), torch::Tensor()};
  }
  settled_ = std::move(settled);
  is_packed_ = packs;
}

}  // namespace msmv::libtorch
