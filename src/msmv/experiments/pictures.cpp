#include "msmv/experiments/pictures.h"

#include <utility>

#include "msmv/classify/model.h"
#include "msmv/config/json.h"
#include "msmv/pfenet/graph.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {

msmv::Config with_one_encoder(msmv::Config config) {
  config.pfenet.shared_weights = true;
  return config;
}

msmv::Config learnt_from(const Experiment& experiment) {
  msmv::Config config = experiment.model;
  config.krem.regions_per_view = experiment.training.regions_per_view;
  return config;
}

double Pictures::Encoding::gflop_per_image() const {
  const double patches = static_cast<double>(config.krem.views) * config.krem.regions_per_view *
                         static_cast<double>(config.scales());
  return patches * pfenet::gflop(config.pfenet.backbone, config.patches.side_px);
}

Pictures::Pictures(const dataset::Dataset& dataset, Options options)
    : dataset_(dataset), options_(std::move(options)) {}

void Pictures::plan(const msmv::Config& config, const Encoder& encoder) {
  const msmv::Config wanted = with_one_encoder(config);
  for (const Encoding& known : planned_) {
    if (known.encoder == &encoder && part_of(wanted, known.config)) {
      return;
    }
  }
  // What it holds need not be planned any more.
  std::erase_if(planned_, [&](const Encoding& known) {
    return known.encoder == &encoder && part_of(known.config, wanted).has_value();
  });
  planned_.push_back({wanted, &encoder});
}

const Pictures::Encoding* Pictures::whole_of(const msmv::Config& config,
                                             const Encoder& encoder) const {
  for (const Encoding& known : planned_) {
    if (known.encoder == &encoder && part_of(config, known.config)) {
      return &known;
    }
  }
  return nullptr;
}

const store::Encode& Pictures::encode_by(const Encoding& source) const {
  const msmv::Config& config = source.config;
  const std::string name = source.encoder->id + to_json(config.pfenet).dump() + " " +
                           std::to_string(config.patches.side_px) + " " +
                           std::to_string(config.scales());
  auto& encode = encoders_[name];
  if (!encode) {
    encode = encoder_of(model_to_begin_with(config, *source.encoder, 0), {});
  }
  return encode;
}

std::vector<std::size_t> Pictures::missing(const Encoding& encoding) const {
  const store::Recipe recipe{options_.store, encoding.config, options_.reading, 0};
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < dataset_.samples.size(); ++i) {
    const dataset::Sample& sample = dataset_.samples[i];
    const auto key =
        store::key_of_encodings(recipe, sample.path, sample.um_per_px, encoding.encoder->id);
    if (!std::filesystem::exists(store::encodings_path(options_.store, key))) {
      missing.push_back(i);
    }
  }
  return missing;
}

std::vector<training::Image> Pictures::encoded(const std::vector<std::size_t>& samples,
                                               const msmv::Config& config, const Encoder& encoder,
                                               const std::function<void()>& done) const {
  const msmv::Config wanted = with_one_encoder(config);
  const Encoding* known = whole_of(wanted, encoder);
  const Encoding source = known != nullptr ? *known : Encoding{wanted, &encoder};
  const Part part = part_of(wanted, source.config).value();
  const store::Recipe recipe{options_.store, source.config, options_.reading, 0};
  std::vector<training::Image> images;
  for (const std::size_t index : samples) {
    if (options_.is_interrupted()) {
      throw InputError(options_.store, "interrupted; the store keeps what it has");
    }
    const dataset::Sample& sample = dataset_.samples.at(index);
    auto filled = store::fill_encodings(
        recipe, sample.path, sample.um_per_px, encoder.id,
        [&](const PatchBatch& patches) { return encode_by(source)(patches); });
    images.push_back({.name = sample.name, .label = sample.label.value()});
    images.back().encodings =
        taken(filled.encodings, static_cast<std::size_t>(source.config.krem.views), part);
    done();
  }
  return images;
}

std::vector<training::Image> Pictures::patches(const std::vector<std::size_t>& samples,
                                               const msmv::Config& config, int margin_px) const {
  const store::Recipe recipe{options_.store, config, options_.reading, margin_px};
  std::vector<training::Image> images;
  for (const std::size_t index : samples) {
    if (options_.is_interrupted()) {
      throw InputError(options_.store, "interrupted; the store keeps what it has");
    }
    const dataset::Sample& sample = dataset_.samples.at(index);
    images.push_back({.name = sample.name, .label = sample.label.value()});
    images.back().patches = store::fill_patches(recipe, sample.path, sample.um_per_px).patches;
  }
  return images;
}

}  // namespace msmv::experiments
