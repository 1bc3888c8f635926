#include "msmv/explain/explainer.h"

#include <optional>
#include <span>
#include <stdexcept>

#include "msmv/engine/runtime.h"
#include "msmv/engine/scorer.h"
#include "msmv/network/engine_spec.h"
#include "msmv/pfenet/layout.h"
#include "msmv/pipeline/threads.h"
#include "msmv/values/errors.h"

namespace msmv::explain {
namespace {

std::vector<engine::DenseNetwork> networks_of(const ModelFile& file) {
  const engine::EncoderSpec whole = encoder_spec(file, engine::Precision::fp32);
  std::vector<engine::DenseNetwork> networks;
  for (const std::string& prefix : whole.prefixes) {
    engine::EncoderSpec one = whole;
    one.prefixes = {prefix};
    one.threads = thread_count(0);
    one.model_id = file.id.empty() ? "" : file.id + " feature map";
    networks.emplace_back(weight_source(file.weights), one);
  }
  return networks;
}

}  // namespace

std::string hindrance(const ModelFile& file) {
  if (file.config.pfenet.backbone == pfenet::Backbone::vision_transformer) {
    return "a vision transformer's encoding is no mean over places: there is no class activation "
           "map of it";
  }
  if (!file.weights.contains("fdnet.classifier.weight")) {
    return "a file of encoders alone has no classes to explain";
  }
  return engine::runtime().empty() ? "class activation maps need OpenVINO, which this build has not"
                                   : "";
}

struct Explainer::Parts {
  std::shared_ptr<const ModelFile> file;
  std::vector<engine::DenseNetwork> networks;  // of each scale, or one of all
  std::optional<LinearHead> linear;
  engine::Scorer scorer;
};

Explainer::Explainer(std::shared_ptr<const ModelFile> file) {
  if (const std::string why_not = hindrance(*file); !why_not.empty()) {
    throw InputError(why_not);
  }
  const fdnet::Sizes sizes{.scales = file->config.scales(),
                           .features = pfenet::feature_count(file->config.pfenet),
                           .classes = file->config.classes.size()};
  parts_.reset(new Parts{.file = file,
                         .networks = networks_of(*file),
                         .linear = linear_head(file->config.fdnet, file->weights),
                         .scorer = engine::Scorer(file->config.fdnet, sizes, file->weights)});
}

Explainer::~Explainer() = default;
Explainer::Explainer(Explainer&&) noexcept = default;
Explainer& Explainer::operator=(Explainer&&) noexcept = default;

std::vector<ScaleMaps> Explainer::raw_maps(const PatchBatch& patches) const {
  const std::size_t side = patches.side_px, bytes = patches.bytes_per_patch();
  if (patches.scales != parts_->file->config.scales() ||
      side != static_cast<std::size_t>(parts_->file->config.patches.side_px)) {
    throw std::invalid_argument("Explainer: patches of another size or number of scales");
  }
  const auto length = static_cast<std::int64_t>(side);
  std::vector<ScaleMaps> all(patches.samples);
  for_each_of(patches.samples, [&](std::size_t sample) {
    std::vector<engine::DenseMap> features;
    for (std::size_t scale = 0; scale < patches.scales; ++scale) {
      const std::span<const std::uint8_t> pixels(
          patches.pixels.data() + (sample * patches.scales + scale) * bytes, bytes);
      const auto& network = parts_->networks[parts_->networks.size() == 1 ? 0 : scale];
      features.push_back(network.run(pixels, {length, length}));
    }
    all[sample] = parts_->linear ? linear_maps(features, *parts_->linear)
                                 : gradient_maps(features, [&](const Encodings& encodings) {
                                     return parts_->scorer.logits(encodings);
                                   });
  });
  return all;
}

std::vector<ScaleMaps> Explainer::maps(const PatchBatch& patches) const {
  std::vector<ScaleMaps> all = raw_maps(patches);
  for (ScaleMaps& maps : all) {
    against_the_others(maps);
  }
  return all;
}

}  // namespace msmv::explain
