#include "msmv/training/train_model.h"

#include "msmv/pfenet/layout.h"
#include "msmv/training/initial_fdnet.h"
#include "msmv/values/errors.h"

namespace msmv::training {

NetworkConfig network_of(const msmv::Config& config) {
  return {.pfenet = config.pfenet,
          .fdnet = config.fdnet,
          .vote = config.vote,
          .scales = config.scales(),
          .classes = config.classes.size(),
          .side_px = static_cast<std::size_t>(config.patches.side_px)};
}

ModelFile initial_model(const msmv::Config& config, const pfenet::ImportedEncoder& encoder,
                        Seed seed) {
  if (encoder.backbone != config.pfenet.backbone) {
    throw InputError("the weights are those of " + std::string(enum_name(encoder.backbone)) +
                     ", the config asks for " + std::string(enum_name(config.pfenet.backbone)));
  }
  ModelFile model{.config = config};
  model.weights = initial_fdnet(network_of(config), seed);
  for (std::size_t scale = 0; scale < config.scales(); ++scale) {
    for (const auto& [name, tensor] : encoder.tensors) {
      model.weights["pfenet." + pfenet::prefix_of_scale(config.pfenet, scale) + name] = tensor;
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
  run.keep = [&model, path = run.folder / "model.safetensors"](const weights::Tensors& tensors,
                                                               const Json& epoch) {
    model.weights = tensors;
    model.provenance["training"]["epoch"] = epoch;
    model::write(path, model);
  };
  return train(network_of(initial.config), config, data, initial.weights, run);
}

}  // namespace msmv::training
