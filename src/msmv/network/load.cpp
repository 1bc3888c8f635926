#include "msmv/network/load.h"

#include <functional>
#include <stdexcept>
#include <utility>

#include "msmv/engine/encoder.h"
#include "msmv/engine/runtime.h"
#include "msmv/engine/scorer.h"
#include "msmv/libtorch/functions.h"
#include "msmv/network/calibration.h"
#include "msmv/network/combine.h"
#include "msmv/network/distinct.h"
#include "msmv/network/engine_spec.h"
#include "msmv/network/parts.h"
#include "msmv/pfenet/layout.h"
#include "msmv/pipeline/threads.h"

namespace msmv {
namespace {

using engine::Available;
using engine::Precision;

fdnet::Sizes sizes_of(const ModelFile& file) {
  return {.scales = file.config.scales(),
          .features = pfenet::feature_count(file.config.pfenet),
          .classes = file.config.classes.size()};
}

// FDNet is missing in files of encoders alone.
bool has_fdnet(const ModelFile& file) {
  return file.weights.contains("fdnet.classifier.weight");
}

std::optional<engine::Scorer> scorer_of(const ModelFile& file) {
  if (!has_fdnet(file)) {
    return std::nullopt;
  }
  return engine::Scorer(file.config.fdnet, sizes_of(file), file.weights);
}

using Score = std::function<std::vector<ClassScores>(const Encodings&)>;

Score libtorch_scorer_of(const ModelFile& file, const std::string& device) {
  if (!has_fdnet(file)) {
    return {};
  }
  return libtorch::functions().scorer(file.config.fdnet, sizes_of(file), file.weights, device);
}

template <class Scorer>
const Scorer& require(const Scorer& scorer) {
  if (!scorer) {
    throw std::logic_error("Network: a file of encoders alone has no FDNet to score by");
  }
  return scorer;
}

using Encode = std::function<Encodings(const PatchBatch&)>;

// Each sample by itself, on one of the threads that have nothing else to do.
Encodings encode_by_sample(const PatchBatch& patches, const Encode& encode) {
  if (patches.samples < 2 ||
      patches.pixels.size() != patches.samples * patches.scales * patches.bytes_per_patch()) {
    return encode(patches);  // refuses patches of the wrong size
  }
  std::vector<Encodings> parts(patches.samples);
  for_each_of(patches.samples, [&](std::size_t i) { parts[i] = encode(part_of(patches, i, 1)); });
  return joined(parts);
}

// Whether patches of several regions may be one and the same, and one set of weights sees them all.
bool may_share_context(const Config& config) {
  return config.pfenet.shared_weights && config.krem.has_context() && !config.krem.turn_context;
}

// Of the samples that the encoders are given: patches that stand several times are given one by
// one.
std::size_t scales_at_once(const Config& config) {
  return may_share_context(config) ? 1 : config.scales();
}

engine::EncoderSpec spec_of(const ModelFile& file, Precision precision, int threads) {
  engine::EncoderSpec spec = encoder_spec(file, precision);
  spec.threads = threads;
  return spec;
}

class OpenvinoNetwork : public Network {
 public:
  OpenvinoNetwork(NetworkFacts facts, const ModelFile& file, Precision precision)
      : Network(std::move(facts)),
        encoder_(weight_source(file.weights), spec_of(file, precision, this->facts().threads)),
        scorer_(scorer_of(file)) {}

  Encodings encode(const PatchBatch& patches) const override { return encoder_.encode(patches); }
  std::vector<ClassScores> score(const Encodings& encodings) const override {
    return require(scorer_)->scores(encodings);
  }

 private:
  engine::Encoder encoder_;
  std::optional<engine::Scorer> scorer_;
};

// LibTorch on the processor, the reference.
class LibtorchNetwork : public Network {
 public:
  LibtorchNetwork(NetworkFacts facts, const ModelFile& file)
      : Network(std::move(facts)),
        encode_(libtorch::functions().encoder(file.config.pfenet, scales_at_once(file.config),
                                              file.weights, this->facts().threads)),
        score_(libtorch_scorer_of(file, "cpu")) {}

  Encodings encode(const PatchBatch& patches) const override {
    return encode_by_sample(patches, encode_);
  }
  std::vector<ClassScores> score(const Encodings& encodings) const override {
    return require(score_)(encodings);
  }

 private:
  Encode encode_;
  Score score_;
};

// LibTorch on a CUDA device, which takes one batch after the other: to be called by one thread at a
// time.
class DeviceNetwork : public Network {
 public:
  DeviceNetwork(NetworkFacts facts, const ModelFile& file)
      : Network(std::move(facts)),
        submit_(libtorch::functions().device_encoder(
            file.config.pfenet, scales_at_once(file.config), file.weights,
            {.device = this->facts().device,
             .in_bf16 = this->facts().precision == enum_name(Precision::bf16)})),
        score_(libtorch_scorer_of(file, this->facts().device)) {}

  Encodings encode(const PatchBatch& patches) const override { return submit_(patches)(); }
  std::vector<ClassScores> score(const Encodings& encodings) const override {
    return require(score_)(encodings);
  }
  std::size_t appetite() const override { return kAppetite; }

 private:
  static constexpr std::size_t kAppetite = 96;

  libtorch::Submit submit_;
  Score score_;
};

bool is_by_openvino(const LoadOptions& options) {
  return options.device == "cpu" && options.backend == Backend::openvino &&
         !engine::runtime().empty();
}

// The precision that the encoders will compute with, and why it isn't what was asked for.
Available precision_for(const ModelFile& file, const LoadOptions& options) {
  if (!is_by_openvino(options)) {
    const bool is_other = options.precision && *options.precision != Precision::fp32;
    const bool is_missing = options.backend == Backend::openvino;
    return {.precision = Precision::fp32,
            .reason = is_missing ? "this build has no OpenVINO, so LibTorch runs the encoders"
                      : is_other ? "LibTorch computes in fp32"
                                 : ""};
  }
  if (!options.precision) {
    return {.precision = fastest_validated(calibration_of(file.calibration), engine::processor())};
  }
  return engine::available(*options.precision, engine::processor());
}

// The same on a CUDA device.
Available precision_on_device(const ModelFile& file, const LoadOptions& options) {
  if (!options.precision) {
    return {.precision = fastest_validated(calibration_of(file.calibration), cuda_arithmetic())};
  }
  if (*options.precision == Precision::int8) {
    return {.precision = Precision::fp32, .reason = "int8 needs OpenVINO, not a CUDA device"};
  }
  return {.precision = *options.precision};
}

}  // namespace

std::unique_ptr<const Network> load_network(const ModelFile& file, const LoadOptions& options) {
  const bool on_device = options.device != "cpu";
  const Available runs =
      on_device ? precision_on_device(file, options) : precision_for(file, options);
  const bool by_openvino = is_by_openvino(options);
  NetworkFacts facts{
      .model_id = file.id,
      .runtime = by_openvino ? engine::runtime() : "LibTorch",
      .precision = std::string(enum_name(runs.precision)),
      .device = on_device ? libtorch::functions().device(options.device) : options.device,
      .threads = thread_count(options.threads)};
  if (!runs.reason.empty()) {
    facts.fallback = runs.reason + "; " + facts.precision + " is used";
  }
  std::unique_ptr<const Network> network;
  if (on_device) {
    network = combined(std::make_unique<DeviceNetwork>(std::move(facts), file));
  } else if (by_openvino) {
    network = std::make_unique<OpenvinoNetwork>(std::move(facts), file, runs.precision);
  } else {
    network = std::make_unique<LibtorchNetwork>(std::move(facts), file);
  }
  return may_share_context(file.config) ? encoding_once(std::move(network)) : std::move(network);
}

}  // namespace msmv
