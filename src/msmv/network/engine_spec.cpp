#include "msmv/network/engine_spec.h"

#include <optional>
#include <string>

#include "msmv/network/calibration.h"

namespace msmv {

engine::WeightSource weight_source(const weights::Tensors& tensors) {
  return {.shape_of = [&tensors](const std::string& name) -> std::optional<weights::Shape> {
            const auto found = tensors.find("pfenet." + name);
            return found == tensors.end() ? std::nullopt : std::optional(found->second.shape);
          },
          .read = [&tensors](const std::string& name) { return tensors.at("pfenet." + name); }};
}

engine::EncoderSpec encoder_spec(const ModelFile& file, engine::Precision precision) {
  engine::EncoderSpec spec{.graph = pfenet::graph_of(file.config.pfenet),
                           .side_px = static_cast<std::size_t>(file.config.patches.side_px),
                           .precision = precision,
                           .ranges = calibration_of(file.calibration).activation_ranges,
                           .model_id = file.id};
  for (std::size_t channel = 0; channel < 3; ++channel) {
    spec.normalization.mean[channel] = static_cast<float>(file.config.pfenet.mean[channel]);
    spec.normalization.deviation[channel] =
        static_cast<float>(file.config.pfenet.deviation[channel]);
  }
  if (file.config.pfenet.shared_weights) {
    spec.prefixes = {"shared."};
  } else {
    for (std::size_t scale = 0; scale < file.config.scales(); ++scale) {
      spec.prefixes.push_back("scale" + std::to_string(scale) + ".");
    }
  }
  return spec;
}

}  // namespace msmv
