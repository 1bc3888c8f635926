#include "msmv/network/export_model.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <string>

#include "msmv/engine/export_ir.h"
#include "msmv/engine/program_of.h"
#include "msmv/files/atomic_file.h"
#include "msmv/libtorch/functions.h"
#include "msmv/network/engine_spec.h"
#include "msmv/program/wsinfer.h"
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

void check_exportable(const ModelFile& model, const std::filesystem::path& path,
                      const std::string& format, const std::string& extension) {
  if (path.extension() != extension) {
    throw InputError(path, format + " needs a name that ends in " + extension);
  }
  if (!model.config.pfenet.shared_weights && model.config.scales() > 1) {
    throw InputError(
        "a model with an encoder for each scale can't be exported, only one with one "
        "set of weights (pfenet.shared_weights)");
  }
}

program::Program program_of(const ModelFile& model) {
  program::Program program = engine::program_of(weight_source(model.weights),
                                                encoder_spec(model, engine::Precision::fp32));
  program.head = linear_head(model);
  program.facts = facts_of(model);
  return program;
}

// The name that QuPath's extension looks for.
std::filesystem::path wsinfer_config_beside(const std::filesystem::path& path) {
  return path.parent_path() / "config.json";
}

// Many programs have a config.json.
void check_may_replace(const std::filesystem::path& config) {
  if (!std::filesystem::exists(config)) {
    return;
  }
  const Json found = Json::parse(std::ifstream(config), nullptr, false);
  if (!found.is_object() || !found.contains("spec_version")) {
    throw InputError(config,
                     "is no configuration of WSInfer's and would be replaced; "
                     "export to another folder");
  }
}

}  // namespace

std::optional<program::LinearHead> linear_head(const ModelFile& model) {
  const fdnet::Config& config = model.config.fdnet;
  if (model.config.scales() != 1 || config.discriminator == fdnet::Discriminator::bilstm) {
    return std::nullopt;
  }
  program::LinearHead head{.weights = model.weights.at("fdnet.classifier.weight").values,
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
  // At another temperature one voter's scores are the softmax of its logits over it.
  const auto at_temperature = [&](float value) {
    return static_cast<float>(value / model.config.vote.temperature);
  };
  std::ranges::transform(head.weights, head.weights.begin(), at_temperature);
  std::ranges::transform(head.bias, head.bias.begin(), at_temperature);
  return head;
}

std::vector<std::filesystem::path> beside_export(const std::filesystem::path& path) {
  if (path.extension() == ".xml") {
    return {std::filesystem::path(path).replace_extension(".bin")};
  }
  return path.extension() == ".pt" ? std::vector{wsinfer_config_beside(path)}
                                   : std::vector<std::filesystem::path>{};
}

Exported export_openvino(const ModelFile& model, const std::filesystem::path& path) {
  check_exportable(model, path, "OpenVINO's format", ".xml");
  const auto head = linear_head(model);
  engine::write_ir(path, weight_source(model.weights), encoder_spec(model, engine::Precision::fp32),
                   head, facts_of(model));
  return {.files = {path, beside_export(path).front()}, .has_head = head.has_value()};
}

Exported export_torchscript(const ModelFile& model, const std::filesystem::path& path) {
  check_exportable(model, path, "TorchScript", ".pt");
  const program::Program program = program_of(model);
  Exported written{.files = {path}, .has_head = program.head.has_value()};
  if (written.has_head) {
    written.files.push_back(wsinfer_config_beside(path));
    check_may_replace(written.files.back());
  }
  libtorch::functions().write_torchscript(path, program);
  if (written.has_head) {
    const double um_per_px = model.config.image.um_per_px * model.config.krem.windows_px.front() /
                             model.config.patches.side_px;
    const Json config =
        program::wsinfer_config(program, std::string(enum_name(model.config.pfenet.backbone)),
                                model.config.classes, um_per_px);
    files::write_atomically(written.files.back(), config.dump(2) + "\n");
  }
  return written;
}

Exported export_onnx(const ModelFile& model, const std::filesystem::path& path) {
  check_exportable(model, path, "ONNX", ".onnx");
  const program::Program program = program_of(model);
  libtorch::functions().write_onnx(path, program);
  return {.files = {path}, .has_head = program.head.has_value()};
}

}  // namespace msmv
