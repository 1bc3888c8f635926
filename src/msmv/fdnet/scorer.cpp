#include "msmv/fdnet/scorer.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "msmv/fdnet/score_network.h"
#include "msmv/pfenet/single_threaded.h"
#include "msmv/pfenet/torch_tensors.h"

namespace msmv::fdnet {
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
  Sizes sizes;
  mutable ScoreNetwork scores;  // forward is not const in LibTorch
};

Scorer::Scorer(const Config& config, const Sizes& sizes, const weights::Tensors& tensors)
    : network_(new Network{sizes, ScoreNetwork(config, static_cast<std::int64_t>(sizes.scales),
                                               static_cast<std::int64_t>(sizes.features),
                                               static_cast<std::int64_t>(sizes.classes))}) {
  pfenet::load(*network_->scores, tensors, "fdnet.");
  network_->scores->eval();
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
  const auto all = pfenet::view_of(encodings);
  std::vector<std::vector<float>> logits(encodings.samples);
  pfenet::run_single_threaded(all.size(0), [&](std::int64_t i) {
    const auto row = network_->scores->forward(all.narrow(0, i, 1)).contiguous();
    const float* values = row.data_ptr<float>();
    logits[static_cast<std::size_t>(i)].assign(values, values + row.numel());
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

}  // namespace msmv::fdnet
