#include "msmv/network/export_model.h"

#include <map>
#include <string>

#include "msmv/network/engine_spec.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"

namespace msmv {
namespace {

std::map<std::string, std::string> facts_of(const ModelFile& model) {
  std::string classes;
  for (const std::string& name : model.config.classes) {
    classes += (classes.empty() ? "" : ",") + name;
  }
  std::map<std::string, std::string> facts = {
      {"model_id", model.id},
      {"classes", classes},
      {"um_per_px", decimal(model.config.image.um_per_px)},
      {"patch_px", std::to_string(model.config.patches.side_px)}};
  std::string windows;
  for (const int window : model.config.krem.windows_px) {
    windows += (windows.empty() ? "" : ",") + std::to_string(window);
  }
  facts["windows_px"] = windows;
  return facts;
}

}  // namespace

std::optional<engine::LinearHead> linear_head(const ModelFile& model) {
  const fdnet::Config& config = model.config.fdnet;
  if (model.config.scales() != 1 || config.discriminator == fdnet::Discriminator::bilstm) {
    return std::nullopt;
  }
  engine::LinearHead head{.weights = model.weights.at("fdnet.classifier.weight").values,
                          .bias = model.weights.at("fdnet.classifier.bias").values,
                          .root_encodings = config.root_encodings};
  if (config.standardize_encodings) {
    const auto& mean = model.weights.at("fdnet.input_mean").values;
    const auto& deviation = model.weights.at("fdnet.input_deviation").values;
    // w (x - m) / d + b
    for (std::size_t i = 0; i < head.weights.size(); ++i) {
      const std::size_t feature = i % mean.size();
      head.weights[i] /= deviation[feature];
      head.bias[i / mean.size()] -= head.weights[i] * mean[feature];
    }
  }
  return head;
}

Exported export_openvino(const ModelFile& model, const std::filesystem::path& path) {
  if (path.extension() != ".xml") {
    throw InputError(path, "OpenVINO's format needs a name that ends in .xml");
  }
  if (!model.config.pfenet.shared_weights && model.config.scales() > 1) {
    throw InputError(
        "a model with an encoder for each scale can't be exported, only one with one "
        "set of weights (pfenet.shared_weights)");
  }
  const auto head = linear_head(model);
  engine::write_ir(path, weight_source(model.weights), encoder_spec(model, engine::Precision::fp32),
                   head, facts_of(model));
  return {.weights = std::filesystem::path(path).replace_extension(".bin"),
          .has_probabilities = head.has_value()};
}

}  // namespace msmv
