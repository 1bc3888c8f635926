#include "msmv/training/from_pictures.h"

#include "msmv/classify/model.h"
#include "msmv/files/content_hash.h"
#include "msmv/store/fill.h"
#include "msmv/training/copies.h"
#include "msmv/values/errors.h"

namespace msmv::training {
namespace {

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
      encode_ = encoder_of(model, {});
    }
  }

  std::vector<Image> images(const std::vector<std::size_t>& samples, const store::Recipe& recipe) {
    std::vector<Image> images;
    for (const std::size_t index : samples) {
      if (gathering_.is_interrupted()) {
        throw InputError(recipe.folder, "interrupted; the store keeps what it has");
      }
      const dataset::Sample& sample = dataset_.samples.at(index);
      images.push_back(image_of(sample, recipe));
      gathering_.progress(++done_, total_);
    }
    return images;
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
  Image image_of(const dataset::Sample& sample, const store::Recipe& recipe) {
    Image image{.name = sample.name, .label = sample.label.value()};
    if (is_frozen_) {
      auto filled = store::fill_encodings(recipe, sample.path, sample.um_per_px, id_, encode_);
      image.encodings = std::move(filled.encodings);
      keys_ += filled.key;
    } else {
      auto filled = store::fill_patches(recipe, sample.path, sample.um_per_px);
      image.patches = std::move(filled.patches);
      keys_ += filled.key;
    }
    keys_ += " " + std::to_string(image.label) + "\n";
    return image;
  }

  const dataset::Dataset& dataset_;
  const ModelFile& model_;
  const Config& config_;
  const Gathering& gathering_;
  bool is_frozen_;
  std::string id_;
  store::Encode encode_;
  std::string keys_;
  std::size_t done_ = 0, total_ = 0;
};

}  // namespace

store::Recipe::Change copies_before_encoding(const Config& config) {
  return {name_of_copies(config),
          [config](const PatchBatch& patches) { return with_copies(patches, config); }};
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
