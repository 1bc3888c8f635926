#include "msmv/torch/scorer.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "msmv/torch/patch_groups.h"
#include "msmv/torch/score_network.h"
#include "msmv/torch/tensors.h"

namespace msmv::libtorch {
namespace {

ClassScores softmax(const std::vector<float>& logits) {
  const float largest = *std::ranges::max_element(logits);
  ClassScores scores;
  float sum = 0;
  for (const float logit : logits) {
    scores.push_back(std::exp(logit - largest));
    sum += scores.back();
  }
  for (float& score : scores) {
    score /= sum;
  }
  return scores;
}

}  // namespace

struct Scorer::Network {
  fdnet::Sizes sizes;
  c10::Device device;
  mutable ScoreNetwork scores;  // forward is not const in LibTorch
};

Scorer::Scorer(const fdnet::Config& config, const fdnet::Sizes& sizes,
               const weights::Tensors& tensors, c10::Device device)
    : network_(new Network{sizes, device,
                           ScoreNetwork(config, static_cast<std::int64_t>(sizes.scales),
                                        static_cast<std::int64_t>(sizes.features),
                                        static_cast<std::int64_t>(sizes.classes))}) {
  load(*network_->scores, tensors, "fdnet.");
  network_->scores->eval();
  network_->scores->to(device);
}

Scorer::~Scorer() = default;
Scorer::Scorer(Scorer&&) noexcept = default;
Scorer& Scorer::operator=(Scorer&&) noexcept = default;

std::vector<std::vector<float>> Scorer::logits(const Encodings& encodings) const {
  const auto& sizes = network_->sizes;
  if (encodings.scales != sizes.scales || encodings.features != sizes.features) {
    throw std::invalid_argument("fdnet: encodings of " + std::to_string(encodings.scales) +
                                " scales and " + std::to_string(encodings.features) +
                                " features, wanted " + std::to_string(sizes.scales) + " and " +
                                std::to_string(sizes.features));
  }
  const auto all = view_of(encodings).to(network_->device);
  const std::int64_t samples = all.size(0);
  const std::int64_t group = network_->device.is_cpu() ? 1 : kDevicesGroup;
  std::vector<std::vector<float>> logits(encodings.samples);
  run_on(network_->device, groups_of(samples, group), [&](std::int64_t i) {
    const auto rows =
        network_->scores->forward(filled_up(all, i * group, group)).to(torch::kCPU).contiguous();
    const float* values = rows.data_ptr<float>();
    const std::int64_t last = std::min((i + 1) * group, samples);
    for (std::int64_t sample = i * group; sample < last; ++sample, values += rows.size(1)) {
      logits[static_cast<std::size_t>(sample)].assign(values, values + rows.size(1));
    }
  });
  return logits;
}

std::vector<ClassScores> Scorer::scores(const Encodings& encodings) const {
  std::vector<ClassScores> scores;
  for (const auto& row : logits(encodings)) {
    scores.push_back(softmax(row));
  }
  return scores;
}

}  // namespace msmv::libtorch
