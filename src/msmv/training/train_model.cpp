#include "msmv/training/train_model.h"

#include <span>

#include "msmv/files/content_hash.h"
#include "msmv/pfenet/layout.h"
#include "msmv/training/initial_fdnet.h"
#include "msmv/training/process_environment.h"
#include "msmv/values/errors.h"

namespace msmv::training {
namespace {

// Names all of a model that decides what training makes of it.
std::string name_of(const ModelFile& initial) {
  std::string all = files::content_hash(msmv::to_json(initial.config).dump());
  for (const auto& [name, tensor] : initial.weights) {
    all += files::content_hash(name) + files::content_hash(std::as_bytes(std::span(tensor.values)));
  }
  return files::content_hash(all);
}

}  // namespace

NetworkConfig network_of(const msmv::Config& config) {
  return {.pfenet = config.pfenet,
          .fdnet = config.fdnet,
          .vote = config.vote,
          .scales = config.scales(),
          .classes = config.classes.size(),
          .side_px = static_cast<std::size_t>(config.patches.side_px)};
}

void take_encoder(const pfenet::Config& stated, msmv::Config& config) {
  config.pfenet = stated;
  config.pfenet.shared_weights = true;
  if (stated.backbone == pfenet::Backbone::vision_transformer) {
    config.patches.side_px = stated.form.input_px;
    config.fdnet.root_encodings = false;  // they have both signs
    config.fdnet.standardize_encodings = true;
  }
}

ModelFile initial_model(const msmv::Config& config, const pfenet::ImportedEncoder& encoder,
                        Seed seed) {
  if (encoder.backbone != config.pfenet.backbone &&
      encoder.backbone != pfenet::weights_of(config.pfenet.backbone)) {
    throw InputError("the weights are those of " + std::string(enum_name(encoder.backbone)) +
                     ", the config asks for " + std::string(enum_name(config.pfenet.backbone)));
  }
  if (encoder.backbone == pfenet::Backbone::vision_transformer &&
      encoder.config().form != config.pfenet.form) {
    throw InputError("the weights are those of a vision transformer of another form than config's");
  }
  ModelFile model{.config = config};
  model.weights = initial_fdnet(network_of(config), seed);
  for (std::size_t scale = 0; scale < config.scales(); ++scale) {
    for (const auto& [name, shape] : pfenet::encoder_layout(config.pfenet)) {
      model.weights["pfenet." + pfenet::prefix_of_scale(config.pfenet, scale) + name] =
          encoder.tensors.at(name);
    }
  }
  for (const auto& [key, text] : encoder.metadata) {
    model.provenance["encoder"][key] = text;
  }
  return model;
}

ModelFile with_fresh_fdnet(const ModelFile& trained, const msmv::Config& config, Seed seed) {
  ModelFile model{.config = config};
  model.provenance["encoders_of"] = {{"model", trained.id}, {"provenance", trained.provenance}};
  model.weights = initial_fdnet(network_of(config), seed);
  for (const auto& [name, shape] : layout(config)) {
    if (!name.starts_with("pfenet.")) {
      continue;
    }
    const auto found = trained.weights.find(name);
    if (found == trained.weights.end() || found->second.shape != shape) {
      throw InputError("the model to begin with lacks " + name + ", which the config asks for");
    }
    model.weights[name] = found->second;
  }
  return model;
}

Outcome train_model(const ModelFile& initial, const Config& config, const Data& data,
                    RunOptions run) {
  ModelFile model = initial;
  model.storage = weights::Storage::f32;
  model.calibration = Json::object();  // of other weights
  model.provenance["training"] = {{"config", msmv::to_json(config)},
                                  {"data", data.fingerprint},
                                  {"training_images", data.training.size()},
                                  {"validation_images", data.validation.size()}};
  const auto path = run.folder / "model.safetensors";
  run.begun_from = name_of(initial);
  run.keep = [&](const weights::Tensors& tensors, const Json& epoch) {
    model.weights = tensors;
    model.provenance["training"]["epoch"] = epoch;
    model::write(path, model);
  };
  const Outcome outcome = train(network_of(initial.config), config, data, initial.weights, run);
  if (outcome == Outcome::finished && is_first_by_environment() && !std::filesystem::exists(path)) {
    throw InputError(path, "is gone, and its run is finished; train anew in another folder");
  }
  return outcome;
}

}  // namespace msmv::training
