#include "msmv/experiments/encoders.h"

#include <cmath>
#include <random>

#include "msmv/pfenet/layout.h"
#include "msmv/training/from_pictures.h"
#include "msmv/training/train_model.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

constexpr std::string_view kShared = "pfenet.shared.";

pfenet::ImportedEncoder encoder_in(const ModelFile& model, const std::filesystem::path& path) {
  if (!model.config.pfenet.shared_weights) {
    throw InputError(path, "has an encoder for each scale; name one for all rows by --weights");
  }
  pfenet::ImportedEncoder out{.backbone = model.config.pfenet.backbone};
  if (out.backbone == pfenet::Backbone::vision_transformer) {
    out.stated = model.config.pfenet;
  }
  for (const auto& [name, tensor] : model.weights) {
    if (name.starts_with(kShared)) {
      out.tensors[name.substr(kShared.size())] = tensor;
    }
  }
  return out;
}

// Its id is the one that the store's entries have for it, too.
Encoder named(pfenet::ImportedEncoder weights) {
  weights::Tensors in_model;
  for (const auto& [name, tensor] : weights.tensors) {
    in_model[std::string(kShared) + name] = tensor;
  }
  return {std::move(weights), training::id_of_encoders(in_model)};
}

// Box and Muller's, so that every standard library draws the same.
float normal(std::mt19937_64& random) {
  const auto unit = [&] { return (static_cast<double>(random() >> 11U) + 0.5) * 0x1p-53; };
  const double radius = std::sqrt(-2 * std::log(unit()));
  return static_cast<float>(radius * std::cos(2 * M_PI * unit()));
}

}  // namespace

Encoders encoders_in(const std::vector<std::filesystem::path>& files,
                     const std::filesystem::path& model) {
  Encoders out;
  for (const auto& path : files) {
    Encoder encoder = named(pfenet::import_encoder(path));
    const auto backbone = encoder.weights.backbone;
    if (!out.emplace(backbone, std::move(encoder)).second) {
      throw InputError(path, "is a second file of weights for " + std::string(enum_name(backbone)));
    }
  }
  if (files.empty()) {
    Encoder encoder = named(encoder_in(model::read(model), model));
    out.emplace(encoder.weights.backbone, std::move(encoder));
  }
  return out;
}

Encoder random_encoder(pfenet::Backbone backbone, Seed seed) {
  pfenet::ImportedEncoder out{.backbone = backbone};
  std::uint64_t stream = 0;
  for (const auto& [name, shape] : pfenet::encoder_layout(backbone)) {
    std::mt19937_64 random(derive(seed, stream++));
    weights::Tensor tensor{shape, std::vector<float>(weights::count_of(shape), 0)};
    if (shape.size() > 1) {
      const auto fan_in = static_cast<float>(tensor.values.size()) / static_cast<float>(shape[0]);
      for (float& value : tensor.values) {
        value = normal(random) * std::sqrt(2 / fan_in);
      }
    } else if (name.ends_with(".weight") || name.ends_with(".running_var")) {
      tensor.values.assign(tensor.values.size(), 1);
    }
    out.tensors[name] = std::move(tensor);
  }
  return named(std::move(out));
}

ModelFile model_to_begin_with(const msmv::Config& config, const Encoder& encoder, Seed seed) {
  return training::initial_model(config, encoder.weights, seed);
}

}  // namespace msmv::experiments
