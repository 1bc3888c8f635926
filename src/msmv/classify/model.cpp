#include "msmv/classify/model.h"

#include <omp.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "msmv/engine/encoder.h"
#include "msmv/engine/scorer.h"
#include "msmv/fdnet/scorer.h"
#include "msmv/model/model_file.h"
#include "msmv/pfenet/encoder.h"
#include "msmv/pfenet/layout.h"
#include "msmv/values/errors.h"

namespace msmv {
namespace {

using Encode = std::function<Encodings(const PatchBatch&)>;

Encode libtorch_encoder(const ModelFile& file) {
  const auto encoder =
      std::make_shared<pfenet::Encoder>(file.config.pfenet, file.config.scales(), file.weights);
  return [encoder](const PatchBatch& patches) { return encoder->encode(patches); };
}

engine::WeightSource source_of(const weights::Tensors& tensors) {
  return {.shape_of = [&tensors](const std::string& name) -> std::optional<weights::Shape> {
            const auto found = tensors.find("pfenet." + name);
            return found == tensors.end() ? std::nullopt : std::optional(found->second.shape);
          },
          .read = [&tensors](const std::string& name) { return tensors.at("pfenet." + name); }};
}

engine::EncoderSpec spec_of(const ModelFile& file, engine::Precision precision) {
  engine::EncoderSpec spec{.side_px = static_cast<std::size_t>(file.config.patches.side_px),
                           .precision = precision};
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
  if (file.calibration.contains("activation_ranges")) {
    try {
      spec.ranges = file.calibration["activation_ranges"].get<engine::ActivationRanges>();
    } catch (const nlohmann::json::exception&) {
      throw InputError("the model's calibration holds no activation ranges");
    }
  }
  return spec;
}

Encode onednn_encoder(const ModelFile& file, const LoadOptions& options) {
  const auto available = engine::available(options.precision, engine::processor());
  if (available.precision != options.precision) {
    throw InputError(std::string(enum_name(options.precision)) + ": " + available.reason);
  }
  const auto encoder =
      std::make_shared<engine::Encoder>(source_of(file.weights), spec_of(file, options.precision));
  const int threads = options.threads > 0 ? options.threads : omp_get_max_threads();
  return
      [encoder, threads](const PatchBatch& patches) { return encoder->encode(patches, threads); };
}

}  // namespace

Encode encoder_of(const ModelFile& file, const LoadOptions& options) {
  return options.backend == Backend::libtorch ? libtorch_encoder(file)
                                              : onednn_encoder(file, options);
}

Model load_model(const std::filesystem::path& path, const LoadOptions& options) {
  const ModelFile file = model::read(path);
  Model model{.config = file.config, .id = file.id, .provenance = file.provenance};
  model.encode = encoder_of(file, options);
  const fdnet::Sizes sizes{.scales = file.config.scales(),
                           .features = pfenet::feature_count(file.config.pfenet.backbone),
                           .classes = file.config.classes.size()};
  if (options.backend == Backend::libtorch) {
    const auto scorer = std::make_shared<fdnet::Scorer>(file.config.fdnet, sizes, file.weights);
    model.discriminate = [scorer](const Encodings& encodings) { return scorer->scores(encodings); };
  } else {
    const auto scorer = std::make_shared<engine::Scorer>(file.config.fdnet, sizes, file.weights);
    model.discriminate = [scorer](const Encodings& encodings) { return scorer->scores(encodings); };
  }
  return model;
}

std::filesystem::path default_model_path() {
  if (const char* named = std::getenv("MSMV_MODEL"); named != nullptr && *named != '\0') {
    return named;
  }
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe");
  for (const std::filesystem::path& folder : {program.parent_path() / MSMV_MODELS_FROM_PROGRAM,
                                              std::filesystem::path(MSMV_SOURCE_MODELS)}) {
    if (std::filesystem::exists(folder / "msmv.safetensors")) {
      return (folder / "msmv.safetensors").lexically_normal();
    }
  }
  throw InputError("no model: name one with --model FILE or $MSMV_MODEL");
}

}  // namespace msmv
