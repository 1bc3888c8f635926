#include "msmv/training/evaluation.h"

#include <torch/torch.h>

#include "msmv/vote/vote.h"

namespace msmv::training {

Validation evaluate(Network& network, const std::vector<Image>& images, const NetworkConfig& config,
                    const Config& training, torch::Device device) {
  const torch::NoGradGuard no_grad;
  network->begin_evaluation();
  const BatchMaker maker(images, config.classes, config.side_px, training);
  const auto samples = in_order(images);
  const auto at_a_time = static_cast<std::size_t>(training.micro_batch);
  Validation validation{.patches = samples.size(), .images = images.size()};
  std::vector<std::vector<ViewScores>> voters(images.size());
  double hits = 0;
  for (std::size_t first = 0; first < samples.size(); first += at_a_time) {
    const auto part =
        std::span(samples).subspan(first, std::min(at_a_time, samples.size() - first));
    const Batch batch = maker.plain(part);
    const auto logits = network->forward(batch, device);
    validation.loss += network->loss(logits, batch, samples.size()).item<double>();
    const auto scores = torch::softmax(logits, 1).to(torch::kCPU).contiguous();
    const float* row = scores.data_ptr<float>();
    for (std::size_t i = 0; i < part.size(); ++i, row += config.classes) {
      ViewScores voter{{}, {row, row + config.classes}};
      hits += best_class(voter.scores) == batch.labels[i] ? 1 : 0;
      voters[part[i].image].push_back(std::move(voter));
    }
  }
  double right_images = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const auto diagnosis = vote::decide(std::move(voters[i]), config.vote);
    right_images += diagnosis.label == images[i].label ? 1 : 0;
  }
  validation.patch_accuracy = hits / static_cast<double>(samples.size());
  validation.image_accuracy = right_images / static_cast<double>(images.size());
  return validation;
}

void fit_statistics(Network& network, const std::vector<Image>& images, const NetworkConfig& config,
                    const Config& training, torch::Device device) {
  const torch::NoGradGuard no_grad;
  network->begin_evaluation();
  const BatchMaker maker(images, config.classes, config.side_px, training);
  const auto samples = in_order(images);
  const auto at_a_time = static_cast<std::size_t>(training.micro_batch);
  std::vector<torch::Tensor> encodings;
  for (std::size_t first = 0; first < samples.size(); first += at_a_time) {
    const auto part =
        std::span(samples).subspan(first, std::min(at_a_time, samples.size() - first));
    encodings.push_back(network->encodings_of(maker.plain(part), device));
  }
  network->fit_statistics(torch::cat(encodings));
}

}  // namespace msmv::training
