#include "msmv/training/from_pictures.h"

#include <memory>
#include <utility>

#include "msmv/files/content_hash.h"
#include "msmv/network/load.h"
#include "msmv/pipeline/pipeline.h"
#include "msmv/store/fill.h"
#include "msmv/training/copies.h"
#include "msmv/values/errors.h"

namespace msmv::training {
namespace {

// Fills the store and gives what is in it.
class Gatherer {
 public:
  Gatherer(const dataset::Dataset& dataset, const ModelFile& model, const Config& config,
           const Gathering& gathering)
      : dataset_(dataset),
        model_(model),
        config_(config),
        gathering_(gathering),
        is_frozen_(config.first_trained_stage == kEncodersFrozen) {
    if (is_frozen_) {
      id_ = id_of_encoders(model.weights);
      network_ = load_network(model, {.threads = gathering.threads});
    }
  }

  Data gather(const dataset::Fold& fold) {
    total_ = fold.training.size() + fold.validation.size();
    store::Recipe validation{gathering_.store, model_.config, gathering_.reading, 0};
    store::Recipe training = validation;
    training.config.krem.regions_per_view = config_.regions_per_view;
    training.margin_px = is_frozen_ ? 0 : config_.margin_px;
    training.before_encoding = copies_before_encoding(config_);
    Data data;
    data.training = images(fold.training, training);
    data.validation = images(fold.validation, validation);
    data.fingerprint = files::content_hash(keys_);
    return data;
  }

 private:
  std::vector<Image> images(const std::vector<std::size_t>& samples, const store::Recipe& recipe) {
    std::vector<std::string> keys(samples.size());
    auto images = images_of(dataset_, samples,
                            [&](std::size_t i, const dataset::Sample& sample, Image& image) {
                              keys[i] = fill(sample, recipe, image);
                            },
                            {.store = gathering_.store,
                             .threads = gathering_.threads,
                             .is_interrupted = gathering_.is_interrupted,
                             .each = [&] { gathering_.progress(++done_, total_); }});
    for (std::size_t i = 0; i < images.size(); ++i) {
      keys_ += keys[i] + " " + std::to_string(images[i].label) + "\n";
    }
    return images;
  }

  // Gives the entry's key.
  std::string fill(const dataset::Sample& sample, const store::Recipe& recipe, Image& image) const {
    if (is_frozen_) {
      auto filled = store::fill_encodings(
          recipe, sample.path, sample.um_per_px, id_,
          [this](const PatchBatch& patches) { return network_->encode(patches); });
      image.encodings = std::move(filled.encodings);
      return filled.key;
    }
    auto filled = store::fill_patches(recipe, sample.path, sample.um_per_px);
    image.patches = std::move(filled.patches);
    return filled.key;
  }

  const dataset::Dataset& dataset_;
  const ModelFile& model_;
  const Config& config_;
  const Gathering& gathering_;
  bool is_frozen_;
  std::string id_;
  std::unique_ptr<const Network> network_;
  std::string keys_;
  std::size_t done_ = 0, total_ = 0;
};

}  // namespace

store::Recipe::Change copies_before_encoding(const Config& config) {
  return {name_of_copies(config),
          [config](const PatchBatch& patches) { return with_copies(patches, config); }};
}

std::vector<Image> images_of(const dataset::Dataset& dataset,
                             const std::vector<std::size_t>& samples, const FillImage& fill,
                             const MakingImages& making) {
  std::vector<Image> images;
  const bool is_complete = run_pipeline_over(
      samples.size(),
      [&](std::size_t i) {
        const dataset::Sample& sample = dataset.samples.at(samples[i]);
        Image image{.name = sample.name, .label = sample.label.value()};
        fill(i, sample, image);
        return image;
      },
      [&](std::size_t, Image&& image) {
        images.push_back(std::move(image));
        making.each();
        return true;
      },
      {.threads = making.threads, .is_stopped = making.is_interrupted});
  if (!is_complete) {
    throw Interrupted(making.store, "interrupted; the store keeps what it has");
  }
  return images;
}

std::string id_of_encoders(const weights::Tensors& tensors) {
  std::string hashes;
  for (const auto& [name, tensor] : tensors) {
    if (name.starts_with("pfenet.")) {
      hashes += name + files::content_hash(std::as_bytes(std::span(tensor.values)));
    }
  }
  return files::content_hash(hashes);
}

Data gather(const dataset::Dataset& dataset, const dataset::Fold& fold, const ModelFile& model,
            const Config& config, const Gathering& gathering) {
  return Gatherer(dataset, model, config, gathering).gather(fold);
}

}  // namespace msmv::training
