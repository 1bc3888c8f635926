#include "msmv/torch/training_network.h"

#include <ATen/CPUGeneratorImpl.h>
#include <torch/torch.h>

#include <cmath>
#include <random>

#include "msmv/pfenet/layout.h"
#include "msmv/torch/tensors.h"
#include "msmv/training/random.h"

namespace msmv::libtorch {
namespace {

std::int64_t features_of(const training::NetworkConfig& config) {
  return whole(pfenet::feature_count(config.pfenet));
}

// A copy on the device; the batch's memory is free afterwards.
template <class T>
torch::Tensor copied(const std::vector<T>& values, at::IntArrayRef shape, torch::ScalarType type,
                     torch::Device device) {
  auto* memory = const_cast<T*>(values.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  return torch::from_blob(memory, shape, type).to(device, type, false, true);
}

}  // namespace

NetworkImpl::NetworkImpl(const training::NetworkConfig& config, const training::Config& training,
                         bool has_encoders)
    : config_(config), training_(training) {
  if (has_encoders) {
    pfenet_ =
        register_module("pfenet", ParallelEncoders(config.pfenet, static_cast<int>(config.scales)));
    pfenet_->compute_in(training.precision == training::Precision::bf16 ? torch::kBFloat16
                                                                        : torch::kFloat32);
  }
  fdnet_ = register_module("fdnet", ScoreNetwork(config.fdnet, whole(config.scales),
                                                 features_of(config), whole(config.classes)));
}

torch::Tensor NetworkImpl::encodings_of(const training::Batch& batch, torch::Device device) {
  const auto samples = whole(batch.samples);
  const auto scales = whole(batch.scales);
  if (batch.features > 0) {
    return copied(batch.encodings, {samples, scales, whole(batch.features)}, torch::kFloat32,
                  device);
  }
  const auto side = whole(batch.side_px);
  const auto pixels = copied(batch.pixels, {samples, scales, side, side, 3}, torch::kUInt8, device);
  return pfenet_->forward(pixels, training_.first_trained_stage);
}

torch::Tensor NetworkImpl::forward(const training::Batch& batch, torch::Device device) {
  return fdnet_->forward(encodings_of(batch, device));
}

torch::Tensor NetworkImpl::forward(const training::Batch& batch, torch::Device device,
                                   Seed noise_seed) {
  auto encodings = fdnet_->condition(encodings_of(batch, device));
  if (training_.dropout > 0) {
    // A generator of its own and always on the CPU: the same mask for the same seed everywhere.
    auto generator = at::make_generator<at::CPUGeneratorImpl>(noise_seed);
    const double kept = 1 - training_.dropout;
    const auto mask = torch::empty(encodings.sizes()).bernoulli_(kept, generator).div_(kept);
    encodings = encodings * mask.to(device);
  }
  return fdnet_->judge(encodings);
}

bool NetworkImpl::lacks_statistics() const {
  const auto buffers = fdnet_->named_buffers();
  const auto* mean = buffers.find("input_mean");
  return mean != nullptr && !mean->any().item<bool>();
}

void NetworkImpl::begin_training() {
  train();
  if (pfenet_.is_empty()) {
    return;
  }
  pfenet_->eval();
  if (training_.batch_norm == training::BatchNorm::batch) {
    for (const EncoderNetwork& encoder : pfenet_->encoders()) {
      encoder->train_stages_from(training_.first_trained_stage);
    }
  }
}

void NetworkImpl::begin_evaluation() {
  eval();
}

std::vector<Parameter> NetworkImpl::trained_parameters() {
  std::map<const void*, double> factors;
  for (const auto& value : fdnet_->parameters()) {
    factors[value.unsafeGetTensorImpl()] = 1;
  }
  if (!pfenet_.is_empty()) {
    for (const auto& encoder : pfenet_->encoders()) {
      for (int stage = training_.first_trained_stage; stage < kStages; ++stage) {
        for (const auto& value : encoder->stage_parameters(stage)) {
          factors[value.unsafeGetTensorImpl()] =
              training_.stage_learning_rates[static_cast<std::size_t>(stage)];
        }
      }
    }
  }
  std::vector<Parameter> trained;
  for (const auto& item : named_parameters()) {
    const auto found = factors.find(item.value().unsafeGetTensorImpl());
    torch::Tensor value = item.value();
    value.requires_grad_(found != factors.end());
    if (found != factors.end()) {
      trained.push_back({item.key(), value, found->second});
    }
  }
  return trained;
}

torch::Tensor NetworkImpl::loss(const torch::Tensor& logits, const training::Batch& batch,
                                std::size_t of) const {
  const auto samples = whole(batch.samples);
  if (config_.fdnet.discriminator == fdnet::Discriminator::svm) {
    const std::vector<std::int64_t> labels(batch.labels.begin(), batch.labels.end());
    return torch::multi_margin_loss(logits,
                                    copied(labels, {samples}, torch::kInt64, logits.device()), 1, 1,
                                    {}, at::Reduction::Sum) /
           static_cast<double>(of);
  }
  const auto targets =
      copied(batch.targets, {samples, whole(config_.classes)}, torch::kFloat32, logits.device());
  return -(targets * torch::log_softmax(logits, 1)).sum() / static_cast<double>(of);
}

}  // namespace msmv::libtorch
