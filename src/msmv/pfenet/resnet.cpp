#include "msmv/pfenet/resnet.h"

#include <torch/torch.h>

#include <algorithm>
#include <stdexcept>

namespace msmv::pfenet {
namespace {

constexpr std::int64_t kExpansion = 4;  // a block's output channels over its width

std::array<std::int64_t, 4> block_counts(Backbone backbone) {
  switch (backbone) {
    case Backbone::resnet50:
      return {3, 4, 6, 3};
    case Backbone::resnet101:
      return {3, 4, 23, 3};
    default:
      throw std::invalid_argument("pfenet: " + std::string(enum_name(backbone)) + " is no ResNet");
  }
}

torch::nn::Conv2d conv(std::int64_t in, std::int64_t out, std::int64_t side, std::int64_t stride) {
  return torch::nn::Conv2d(
      torch::nn::Conv2dOptions(in, out, side).stride(stride).padding(side / 2).bias(false));
}

ConvBn registered(torch::nn::Module& owner, const std::string& number, torch::nn::Conv2d conv) {
  owner.register_module("conv" + number, conv);
  torch::nn::BatchNorm2d norm(conv->options.out_channels());
  return {conv, owner.register_module("bn" + number, norm)};
}

// LibTorch 2's max_pool2d has no gradient in oneDNN's layout.
torch::Tensor max_pool(const torch::Tensor& x) {
  return x.is_mkldnn() ? torch::mkldnn_max_pool2d(x, 3, 2, 1) : torch::max_pool2d(x, 3, 2, 1);
}

}  // namespace

ConvBn::ConvBn(torch::nn::Conv2d conv, torch::nn::BatchNorm2d norm)
    : conv_(std::move(conv)), norm_(std::move(norm)) {}

torch::Tensor ConvBn::operator()(const torch::Tensor& x) const {
  const auto type = x.scalar_type();
  const auto& options = conv_->options;
  const std::int64_t padding = options.kernel_size()->front() / 2;
  if (norm_->is_training()) {
    const auto y = torch::conv2d(x, conv_->weight.to(type), {}, options.stride(), padding);
    return torch::nn::BatchNorm2d(norm_)->forward(y);
  }
  const auto [weight, bias] = settled_ ? *settled_ : folded();
  return torch::conv2d(x, weight.to(type), bias.to(type), options.stride(), padding);
}

ConvBn::Folded ConvBn::folded() const {
  const auto scale = norm_->weight * (norm_->running_var + norm_->options.eps()).rsqrt();
  const auto shift = norm_->bias - norm_->running_mean * scale;
  return {conv_->weight * scale.view({-1, 1, 1, 1}), shift};
}

void ConvBn::settle(torch::Device device, torch::ScalarType type) {
  const auto [weight, bias] = folded();
  settled_ = {weight.to(device, type).contiguous(torch::MemoryFormat::ChannelsLast),
              bias.to(device, type)};
}

BottleneckImpl::BottleneckImpl(std::int64_t in_channels, std::int64_t width, std::int64_t stride)
    : path_{registered(*this, "1", conv(in_channels, width, 1, 1)),
            registered(*this, "2", conv(width, width, 3, stride)),
            registered(*this, "3", conv(width, width * kExpansion, 1, 1))} {
  if (stride != 1 || in_channels != width * kExpansion) {
    auto reshape = conv(in_channels, width * kExpansion, 1, stride);
    torch::nn::BatchNorm2d norm(width * kExpansion);
    register_module("downsample", torch::nn::Sequential(reshape, norm));
    shortcut_.emplace_back(reshape, norm);
  }
}

torch::Tensor BottleneckImpl::forward(const torch::Tensor& x) {
  auto y = path_[0](x).relu_();
  y = path_[1](y).relu_();
  y = path_[2](y);
  return y.add_(shortcut_.empty() ? x : shortcut_[0](x)).relu_();
}

void BottleneckImpl::settle(torch::Device device, torch::ScalarType type) {
  for (ConvBn& step : path_) {
    step.settle(device, type);
  }
  for (ConvBn& step : shortcut_) {
    step.settle(device, type);
  }
}

ResNetImpl::ResNetImpl(Backbone backbone) : stem_(registered(*this, "1", conv(3, 64, 7, 2))) {
  std::int64_t channels = 64;
  std::int64_t width = 64;
  for (const std::int64_t blocks : block_counts(backbone)) {
    torch::nn::Sequential layer;
    for (std::int64_t i = 0; i < blocks; ++i) {
      const std::int64_t stride = i == 0 && !layers_.empty() ? 2 : 1;
      layer->push_back(Bottleneck(channels, width, stride));
      channels = width * kExpansion;
    }
    layers_.push_back(register_module("layer" + std::to_string(layers_.size() + 1), layer));
    width *= 2;
  }
}

torch::Tensor ResNetImpl::run(torch::Tensor x, int first, int last) {
  for (int stage = first; stage <= last; ++stage) {
    if (stage == 0) {
      x = max_pool(stem_(x).relu_());
    } else {
      x = layers_.at(static_cast<std::size_t>(stage - 1))->forward(x);
    }
  }
  return x;
}

// All but the batch norms that are not folded away.
bool ResNetImpl::takes_onednn_layout() const {
  return std::ranges::none_of(modules(), [](const auto& module) { return module->is_training(); });
}

std::vector<torch::Tensor> ResNetImpl::stage_parameters(int stage) const {
  if (stage > 0) {
    return layers_.at(static_cast<std::size_t>(stage - 1))->parameters();
  }
  std::vector<torch::Tensor> stem;
  for (const auto& item : named_parameters()) {
    if (!item.key().starts_with("layer")) {
      stem.push_back(item.value());
    }
  }
  return stem;
}

void ResNetImpl::train_stages_from(int stage) {
  train(stage == 0);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    layers_[i]->train(static_cast<int>(i) + 1 >= stage);
  }
}

void ResNetImpl::settle(torch::Device device, torch::ScalarType type) {
  stem_.settle(device, type);
  for (auto& layer : layers_) {
    for (std::size_t i = 0; i < layer->size(); ++i) {
      layer->at<BottleneckImpl>(i).settle(device, type);
    }
  }
}

}  // namespace msmv::pfenet
