#include "msmv/torch/evaluation.h"

#include <torch/torch.h>

#include <algorithm>

#include "msmv/vote/vote.h"

namespace msmv::libtorch {
namespace {

using Samples = std::vector<training::SampleOf>;

constexpr std::size_t kSamplesForStatistics = 1024;  // where each costs a run through the encoders

// Calls job(batch, its samples) for samples as they are, so many at a time.
template <class Job>
void in_batches(const std::vector<training::Image>& images, const Samples& samples,
                const Setting& setting, Job job) {
  const training::BatchMaker maker(images, setting.network.classes, setting.network.side_px,
                                   setting.training);
  const auto at_a_time = static_cast<std::size_t>(setting.training.micro_batch);
  for (std::size_t first = 0; first < samples.size(); first += at_a_time) {
    const auto part =
        std::span(samples).subspan(first, std::min(at_a_time, samples.size() - first));
    job(maker.plain(part), part);
  }
}

}  // namespace

training::Validation evaluate(Network& network, const std::vector<training::Image>& images,
                              const Setting& setting) {
  const torch::NoGradGuard no_grad;
  network->begin_evaluation();
  auto& group = setting.group;
  auto samples = training::in_order(images);
  training::Validation validation{.patches = samples.size(), .images = images.size()};
  std::erase_if(samples, [&](const training::SampleOf& sample) {
    return sample.image % static_cast<std::size_t>(group.size()) !=
           static_cast<std::size_t>(group.rank());
  });
  std::vector<std::vector<ViewScores>> voters(images.size());
  double loss = 0;
  double right_samples = 0;
  in_batches(images, samples, setting,
             [&](const training::Batch& batch, std::span<const training::SampleOf> part) {
               const auto logits = network->forward(batch, setting.device);
               loss += network->loss(logits, batch, validation.patches).item<double>();
               const auto scores = torch::softmax(logits, 1).to(torch::kCPU).contiguous();
               const float* row = scores.data_ptr<float>();
               for (std::size_t i = 0; i < part.size(); ++i, row += setting.network.classes) {
                 ViewScores voter{{}, {row, row + setting.network.classes}};
                 right_samples += best_class(voter.scores) == batch.labels[i] ? 1 : 0;
                 voters[part[i].image].push_back(std::move(voter));
               }
             });
  double right_images = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (!voters[i].empty()) {
      const auto diagnosis = vote::decide(std::move(voters[i]), setting.network.vote);
      right_images += diagnosis.label == images[i].label ? 1 : 0;
    }
  }
  const auto sums = group.sum(std::vector<double>{loss, right_samples, right_images});
  validation.loss = sums[0];
  validation.patch_accuracy = sums[1] / static_cast<double>(validation.patches);
  validation.image_accuracy = sums[2] / static_cast<double>(validation.images);
  return validation;
}

void fit_statistics(Network& network, const std::vector<training::Image>& images,
                    const Setting& setting,
                    const std::function<void(std::size_t done, std::size_t of)>& progress) {
  const torch::NoGradGuard no_grad;
  network->begin_evaluation();
  Samples samples = training::in_order(images);
  if (images.front().patches.samples > 0) {
    const std::size_t step = samples.size() / kSamplesForStatistics + 1;
    for (std::size_t i = 0; i * step < samples.size(); ++i) {
      samples[i] = samples[i * step];
    }
    samples.resize((samples.size() + step - 1) / step);
  }
  std::vector<torch::Tensor> encodings;
  std::size_t done = 0;
  in_batches(images, samples, setting, [&](const training::Batch& batch, auto) {
    encodings.push_back(network->encodings_of(batch, setting.device));
    done += batch.samples;
    progress(done, samples.size());
  });
  network->fit_statistics(torch::cat(encodings));
}

}  // namespace msmv::libtorch
