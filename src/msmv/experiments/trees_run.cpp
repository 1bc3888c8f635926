#include "msmv/experiments/trees_run.h"

#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

trees::Descriptors descriptors_of(const training::Image& image, const trees::Config& config) {
  return trees::descriptors_of(image.encodings,
                               static_cast<std::size_t>(config.recolouring.colourings),
                               config.pool_exponent);
}

ClassScores mean_of(const std::vector<ClassScores>& all) {
  ClassScores mean(all.front().size(), 0);
  for (const ClassScores& scores : all) {
    for (std::size_t label = 0; label < mean.size(); ++label) {
      mean[label] += scores[label] / static_cast<float>(all.size());
    }
  }
  return mean;
}

}  // namespace

trees::BoostedTrees grown(const Experiment& experiment, const dataset::Fold& fold,
                          const Encoder& encoder, const Pictures& pictures, const Place& place) {
  const trees::Config& config = experiment.trees.value();
  trees::Descriptors all;
  std::vector<std::size_t> labels;
  for (const training::Image& image :
       pictures.encoded(fold.training, encoding_to_learn(experiment, encoder))) {
    trees::append(descriptors_of(image, config), all);
    labels.resize(all.count, image.label);
  }
  const trees::Growth growth{.seed = experiment.training.seed,
                             .threads = place.threads,
                             .is_interrupted = place.is_interrupted,
                             .progress = [&](int rounds, int of) {
                               place.progress({.samples = static_cast<std::size_t>(rounds),
                                               .of = static_cast<std::size_t>(of)});
                             }};
  auto trees = trees::grow(all, labels, experiment.model.classes.size(), config, growth);
  if (!trees) {
    throw Interrupted(place.folder, "interrupted");
  }
  return *std::move(trees);
}

std::vector<JudgedImage> judged(const Experiment& experiment, const dataset::Fold& fold,
                                const Encoder& encoder, const Pictures& pictures,
                                const trees::BoostedTrees& judge) {
  const trees::Config& config = experiment.trees.value();
  std::vector<JudgedImage> out;
  for (const training::Image& image :
       pictures.encoded(fold.validation, encoding_to_judge(experiment, encoder))) {
    out.push_back(
        {image.name, image.label, {mean_of(judge.scores(descriptors_of(image, config)))}});
  }
  return out;
}

}  // namespace msmv::experiments
