#include "msmv/experiments/unit_run.h"

#include "msmv/config/json.h"
#include "msmv/files/folder_lock.h"
#include "msmv/libtorch/functions.h"
#include "msmv/model/model_file.h"
#include "msmv/network/load.h"
#include "msmv/pfenet/layout.h"
#include "msmv/pipeline/pipeline.h"
#include "msmv/training/checkpoint_state.h"
#include "msmv/training/initial_fdnet.h"
#include "msmv/training/train_model.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

PatchBatch copied(const store::Patches& patches) {
  return {patches.samples,
          patches.scales,
          patches.side_px,
          {patches.pixels.begin(), patches.pixels.end()}};
}

// Encodings by the encoders of a trained network.
void encode(std::vector<training::Image>& images, const Experiment& experiment,
            const weights::Tensors& network) {
  ModelFile model{.config = experiment.judged};
  model.weights = network;
  const auto encoders = load_network(model, {});
  run_pipeline_over(
      images.size(), [&](std::size_t i) { return encoders->encode(copied(images[i].patches)); },
      [&](std::size_t i, Encodings&& encodings) {
        images[i].encodings = std::move(encodings);
        images[i].patches = {};
        return true;
      },
      {});
}

// Whether the run that left a checkpoint in a place can go on there: it is whole and of the same
// key, and the network that it kept is still there.
bool can_go_on(const Place& place, const std::filesystem::path& checkpoint) {
  try {
    const Json state = training::read_checkpoint_state(checkpoint);
    return state.value("data", "") == place.key &&
           (state.at("standing").at("epoch") == 0 ||
            std::filesystem::exists(place.folder / "model.safetensors"));
  } catch (const InputError&) {
    return false;
  } catch (const Json::exception&) {
    return false;
  }
}

// A run that can't be gone on with makes room for a new one.
void forget_another_run(const Experiment& experiment, const Place& place) {
  const auto checkpoint = place.folder / "checkpoint.safetensors";
  if (!std::filesystem::exists(checkpoint) ||
      (!experiment.is_frozen() && can_go_on(place, checkpoint))) {
    return;
  }
  std::error_code fault;
  if (!std::filesystem::remove(checkpoint, fault) && fault) {
    throw InputError(checkpoint, "of another run, can't be removed: " + fault.message());
  }
}

// Reads the network that training left in a place, unless it is from something else.
weights::Tensors left_in(const Place& place) {
  const auto path = place.folder / "model.safetensors";
  ModelFile model = model::read(path);
  const Json data = model.provenance.value(Json::json_pointer("/training/data"), Json());
  if (data != place.key) {
    throw InputError(path, "is of another run; remove its folder to begin anew");
  }
  return std::move(model.weights);
}

}  // namespace

weights::Tensors trained(const Experiment& experiment, const dataset::Fold& fold,
                         const Encoder& encoder, const Pictures& pictures, const Place& place) {
  const auto& config = experiment.training;
  training::Data data;
  data.fingerprint = place.key;
  files::remove_temporaries_of_killed(place.folder);
  forget_another_run(experiment, place);
  training::RunOptions run{.folder = place.folder,
                           .resume = true,
                           .device = place.device,
                           .threads = place.threads,
                           .is_interrupted = place.is_interrupted,
                           .progress = place.progress,
                           .keep = {}};
  auto outcome = training::Outcome::finished;
  weights::Tensors last;
  if (experiment.is_frozen()) {
    data.training = pictures.encoded(fold.training, encoding_to_learn(experiment, encoder));
    const auto network = training::network_of(experiment.model);
    run.keeps_checkpoints = false;
    run.keep = [&](const weights::Tensors& tensors, const Json&) { last = tensors; };
    outcome =
        training::train(network, config, data, training::initial_fdnet(network, config.seed), run);
  } else {
    data.training = pictures.patches(fold.training, learnt_from(experiment), config.margin_px);
    outcome = training::train_model(model_to_begin_with(experiment.model, encoder, config.seed),
                                    config, data, run);
  }
  if (outcome == training::Outcome::interrupted) {
    throw Interrupted(place.folder, "interrupted");
  }
  return experiment.is_frozen() ? last : left_in(place);
}

std::vector<JudgedImage> judged(const Experiment& experiment, const dataset::Fold& fold,
                                const Encoder& encoder, const Pictures& pictures,
                                const weights::Tensors& network) {
  const msmv::Config& config = experiment.judged;
  const bool is_frozen = experiment.is_frozen();
  auto images = is_frozen
                    ? pictures.encoded(fold.validation, encoding_to_judge(experiment, encoder))
                    : pictures.patches(fold.validation, config, 0);
  if (!is_frozen) {
    encode(images, experiment, network);
  }
  weights::Tensors discriminator;
  for (const auto& [name, tensor] : network) {
    if (name.starts_with("fdnet.")) {
      discriminator[name] = tensor;
    }
  }
  const fdnet::Sizes sizes{.scales = config.scales(),
                           .features = pfenet::feature_count(config.pfenet),
                           .classes = config.classes.size()};
  const auto scores = libtorch::functions().scorer(config.fdnet, sizes, discriminator, "cpu");
  std::vector<JudgedImage> out;
  for (const training::Image& image : images) {
    out.push_back({image.name, image.label, scores(image.encodings)});
  }
  return out;
}

}  // namespace msmv::experiments
