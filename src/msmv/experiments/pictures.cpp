#include "msmv/experiments/pictures.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "msmv/config/json.h"
#include "msmv/network/load.h"
#include "msmv/pfenet/graph.h"
#include "msmv/pipeline/pipeline.h"
#include "msmv/training/from_pictures.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

// The part of `whole` that `encoding` is. Samples take their colours in turn: where there are any,
// only the whole has the same.
std::optional<Part> part_in(const Pictures::Encoding& encoding, const Pictures::Encoding& whole) {
  // One file of weights serves backbones that end at different stages.
  if (encoding.encoder != whole.encoder ||
      to_json(with_one_encoder(encoding.config).pfenet) !=
          to_json(with_one_encoder(whole.config).pfenet) ||
      encoding.before_encoding.name != whole.before_encoding.name ||
      to_json(encoding.recolouring) != to_json(whole.recolouring)) {
    return std::nullopt;
  }
  const auto part = part_of(encoding.config, whole.config);
  const bool is_all = to_json(encoding.config.krem) == to_json(whole.config.krem);
  const bool changes_nothing =
      encoding.recolouring.changes_nothing() && encoding.before_encoding.name.empty();
  return changes_nothing || is_all ? part : std::nullopt;
}

patches::Recolouring recolouring_of(const Experiment& experiment) {
  return experiment.trees ? experiment.trees->recolouring : patches::Recolouring{};
}

}  // namespace

msmv::Config with_one_encoder(msmv::Config config) {
  config.pfenet.shared_weights = true;
  return config;
}

msmv::Config learnt_from(const Experiment& experiment) {
  msmv::Config config = experiment.model;
  config.krem.regions_per_view = experiment.training.regions_per_view;
  return config;
}

Pictures::Encoding encoding_to_learn(const Experiment& experiment, const Encoder& encoder) {
  return {learnt_from(experiment), &encoder, recolouring_of(experiment),
          training::copies_before_encoding(experiment.training)};
}

Pictures::Encoding encoding_to_judge(const Experiment& experiment, const Encoder& encoder) {
  return {experiment.judged, &encoder, recolouring_of(experiment)};
}

double Pictures::Encoding::gflop_per_image() const {
  const double patches = static_cast<double>(config.krem.views) * config.krem.regions_per_view *
                         static_cast<double>(config.scales());
  return patches * pfenet::gflop(config.pfenet, config.patches.side_px);
}

Pictures::Pictures(const dataset::Dataset& dataset, Options options)
    : dataset_(dataset), options_(std::move(options)) {}

void Pictures::plan(const Encoding& encoding) {
  Encoding wanted = encoding;
  wanted.config = with_one_encoder(encoding.config);
  for (const Encoding& known : planned_) {
    if (part_in(wanted, known)) {
      return;
    }
  }
  // Encodings that it holds need not be planned any more.
  std::erase_if(planned_,
                [&](const Encoding& known) { return part_in(known, wanted).has_value(); });
  planned_.push_back(std::move(wanted));
}

Pictures::Encoding Pictures::whole_of(const Encoding& encoding) const {
  const auto found = std::ranges::find_if(
      planned_, [&](const Encoding& known) { return part_in(encoding, known).has_value(); });
  return found == planned_.end() ? encoding : *found;
}

store::Recipe Pictures::recipe_of(const Encoding& encoding) const {
  return {.folder = options_.store,
          .config = encoding.config,
          .reading = options_.reading,
          .recolouring = encoding.recolouring,
          .before_encoding = encoding.before_encoding};
}

const Network& Pictures::network_of(const Encoding& source) const {
  const msmv::Config& config = source.config;
  const std::string name = source.encoder->id + to_json(config.pfenet).dump() + " " +
                           std::to_string(config.patches.side_px) + " " +
                           std::to_string(config.scales());
  const std::scoped_lock lock(loading_);
  auto& network = networks_[name];
  if (!network) {
    network = load_network(model_to_begin_with(config, *source.encoder, 0),
                           {.threads = options_.threads});
  }
  return *network;
}

std::vector<std::size_t> Pictures::missing(const Encoding& encoding) const {
  const store::Recipe recipe = recipe_of(encoding);
  const auto is_missing = [&](std::size_t i) {
    const dataset::Sample& sample = dataset_.samples[i];
    const auto key =
        store::key_of_encodings(recipe, sample.path, sample.um_per_px, encoding.encoder->id);
    return !std::filesystem::exists(store::encodings_path(options_.store, key));
  };
  std::vector<std::size_t> missing;
  const auto note = [&](std::size_t i, bool is_one) {
    if (is_one) {
      missing.push_back(i);
    }
    return true;
  };
  run_pipeline_over(dataset_.samples.size(), is_missing, note, {.threads = options_.threads});
  return missing;
}

store::FilledEncodings Pictures::filled(const dataset::Sample& sample,
                                        const Encoding& source) const {
  return store::fill_encodings(
      recipe_of(source), sample.path, sample.um_per_px, source.encoder->id,
      [&](const PatchBatch& patches) { return network_of(source).encode(patches); });
}

void Pictures::fill(const std::vector<std::size_t>& samples, const Encoding& planned,
                    const std::function<void()>& each) const {
  const auto make = [&](std::size_t i) {
    try {
      filled(dataset_.samples.at(samples[i]), planned);
    } catch (const OutputError&) {
      throw;
    } catch (const std::exception&) {
      return false;
    }
    return true;
  };
  const auto count = [&](std::size_t, bool) {
    each();
    return true;
  };
  run_pipeline_over(samples.size(), make, count,
                    {.threads = options_.threads, .is_stopped = options_.is_interrupted});
}

training::MakingImages Pictures::making() const {
  return {.store = options_.store,
          .threads = options_.threads,
          .is_interrupted = options_.is_interrupted};
}

std::vector<training::Image> Pictures::encoded(const std::vector<std::size_t>& samples,
                                               const Encoding& encoding) const {
  Encoding wanted = encoding;
  wanted.config = with_one_encoder(encoding.config);
  const Encoding source = whole_of(wanted);
  const Part part = part_in(wanted, source).value();
  const auto fill = [&](std::size_t, const dataset::Sample& sample, training::Image& image) {
    image.encodings = taken(filled(sample, source).encodings,
                            static_cast<std::size_t>(source.config.krem.views), part);
  };
  return training::images_of(dataset_, samples, fill, making());
}

std::vector<training::Image> Pictures::patches(const std::vector<std::size_t>& samples,
                                               const msmv::Config& config, int margin_px) const {
  const store::Recipe recipe{.folder = options_.store,
                             .config = config,
                             .reading = options_.reading,
                             .margin_px = margin_px};
  const auto fill = [&](std::size_t, const dataset::Sample& sample, training::Image& image) {
    image.patches = store::fill_patches(recipe, sample.path, sample.um_per_px).patches;
  };
  return training::images_of(dataset_, samples, fill, making());
}

}  // namespace msmv::experiments
