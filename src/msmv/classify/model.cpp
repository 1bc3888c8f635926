#include "msmv/classify/model.h"

#include <omp.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "msmv/classify/calibration.h"
#include "msmv/classify/engine_spec.h"
#include "msmv/engine/encoder.h"
#include "msmv/engine/scorer.h"
#include "msmv/libtorch/functions.h"
#include "msmv/model/model_file.h"
#include "msmv/pfenet/layout.h"
#include "msmv/values/errors.h"

namespace msmv {
namespace {

using Encode = std::function<Encodings(const PatchBatch&)>;

Encode libtorch_encoder(const ModelFile& file, Backend backend) {
  std::optional<std::size_t> frozen_side_px;
  if (backend == Backend::libtorch_frozen) {
    frozen_side_px = static_cast<std::size_t>(file.config.patches.side_px);
  }
  return libtorch::functions().encoder(file.config.pfenet, file.config.scales(), file.weights,
                                       frozen_side_px);
}

int threads_of(const LoadOptions& options) {
  return options.threads > 0 ? options.threads : omp_get_max_threads();
}

Encode onednn_encoder(const ModelFile& file, engine::Precision precision, int threads) {
  const auto encoder =
      std::make_shared<engine::Encoder>(weight_source(file.weights), encoder_spec(file, precision));
  return
      [encoder, threads](const PatchBatch& patches) { return encoder->encode(patches, threads); };
}

bool is_by_engine(const ModelFile& file, const LoadOptions& options) {
  return options.backend == Backend::onednn && engine_runs(file.config.pfenet.backbone);
}

// What the encoders will compute with, and why that isn't what was asked for.
engine::Available precision_for(const ModelFile& file, const LoadOptions& options) {
  using engine::Precision;
  if (options.backend != Backend::onednn) {
    const bool is_other = options.precision && *options.precision != Precision::fp32;
    return {.precision = Precision::fp32, .reason = is_other ? "LibTorch computes in fp32" : ""};
  }
  if (!is_by_engine(file, options)) {
    return {.precision = Precision::fp32,
            .reason = "the engine runs ResNets only, so LibTorch runs " +
                      std::string(enum_name(file.config.pfenet.backbone))};
  }
  if (!options.precision) {
    return {.precision = fastest_validated(calibration_of(file.calibration), engine::processor())};
  }
  return engine::available(*options.precision, engine::processor());
}

Encode encoder_in(engine::Precision precision, const ModelFile& file, const LoadOptions& options) {
  return is_by_engine(file, options) ? onednn_encoder(file, precision, threads_of(options))
                                     : libtorch_encoder(file, options.backend);
}

bool is_on_device(const LoadOptions& options) {
  return options.device != "cpu";
}

// The same on a CUDA device.
engine::Available precision_on_device(const ModelFile& file, const LoadOptions& options) {
  using engine::Precision;
  if (!options.precision) {
    return {.precision = fastest_validated(calibration_of(file.calibration), cuda_arithmetic())};
  }
  if (*options.precision == Precision::int8) {
    return {.precision = Precision::fp32, .reason = "int8 needs the engine, not a CUDA device"};
  }
  return {.precision = *options.precision};
}

// The network by LibTorch on a device.
void put_on_device(Model& model, const ModelFile& file, const fdnet::Sizes& sizes) {
  const auto& functions = libtorch::functions();
  const libtorch::Place place{.device = model.device,
                              .in_bf16 = model.precision == enum_name(engine::Precision::bf16)};
  model.submit =
      functions.device_encoder(file.config.pfenet, file.config.scales(), file.weights, place);
  model.encode = [submit = model.submit](const PatchBatch& patches) { return submit(patches)(); };
  model.discriminate = functions.scorer(file.config.fdnet, sizes, file.weights, model.device);
}

// The file that an environment variable names, else one that was installed or built beside the
// program.
std::filesystem::path shipped(const char* file, const char* variable, const char* option) {
  if (const char* named = std::getenv(variable); named != nullptr && *named != '\0') {
    return named;
  }
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe");
  const auto path = program.parent_path() / MSMV_MODELS_FROM_PROGRAM / file;
  if (!std::filesystem::exists(path)) {
    throw InputError(path.lexically_normal(), "no model is there; name one with " +
                                                  std::string(option) + " FILE or $" + variable);
  }
  return path.lexically_normal();
}

}  // namespace

Encode encoder_of(const ModelFile& file, const LoadOptions& options) {
  return encoder_in(precision_for(file, options).precision, file, options);
}

Model load_model(const std::filesystem::path& path, const LoadOptions& options) {
  return model_of(model::read(path), options);
}

Model model_of(const ModelFile& file, const LoadOptions& options) {
  const bool on_device = is_on_device(options);
  const engine::Available runs =
      on_device ? precision_on_device(file, options) : precision_for(file, options);
  Model model{.config = file.config,
              .id = file.id,
              .precision = std::string(enum_name(runs.precision)),
              .device = on_device ? libtorch::functions().device(options.device) : options.device,
              .provenance = file.provenance,
              .voters = options.voters,
              .threads = threads_of(options)};
  if (!runs.reason.empty()) {
    model.fallback = runs.reason + "; " + model.precision + " is used";
  }
  const fdnet::Sizes sizes{.scales = file.config.scales(),
                           .features = pfenet::feature_count(file.config.pfenet),
                           .classes = file.config.classes.size()};
  if (on_device) {
    put_on_device(model, file, sizes);
    return model;
  }
  model.encode = encoder_in(runs.precision, file, options);
  if (options.backend != Backend::onednn) {
    model.discriminate =
        libtorch::functions().scorer(file.config.fdnet, sizes, file.weights, model.device);
  } else {
    const auto scorer = std::make_shared<engine::Scorer>(file.config.fdnet, sizes, file.weights);
    model.discriminate = [scorer](const Encodings& encodings) { return scorer->scores(encodings); };
  }
  return model;
}

std::filesystem::path default_model_path() {
  return shipped("msmv.safetensors", "MSMV_MODEL", "--model");
}

std::filesystem::path default_encoders_path() {
  return shipped("imagenet.safetensors", "MSMV_ENCODERS", "--encoders");
}

}  // namespace msmv
