#include "msmv/network/nuclei_network.h"

#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "msmv/engine/calibrate.h"
#include "msmv/engine/dense_network.h"
#include "msmv/engine/runtime.h"
#include "msmv/files/installed.h"
#include "msmv/libtorch/functions.h"
#include "msmv/nuclei/graph.h"
#include "msmv/nuclei/network_file.h"
#include "msmv/pfenet/config.h"
#include "msmv/pipeline/threads.h"
#include "msmv/values/errors.h"

namespace msmv {
namespace {

CentreNetwork shipped(const std::string& variable, const std::string& name) {
  const auto path = files::find_installed(variable.c_str(), "models/" + name);
  if (!path) {
    throw InputError(name, "the network that finds nuclei isn't installed with msmv; $" + variable +
                               " names one");
  }
  return load_centre_network(*path);
}

using Map = std::function<CentreMap(std::span<const std::uint8_t> rgb, PixelExtent picture)>;

engine::WeightSource source_of(const std::shared_ptr<const weights::Tensors>& tensors) {
  return {.shape_of = [tensors](const std::string& name) -> std::optional<weights::Shape> {
            const auto found = tensors->find(name);
            return found == tensors->end() ? std::nullopt : std::optional(found->second.shape);
          },
          .read = [tensors](const std::string& name) { return tensors->at(name); }};
}

engine::EncoderSpec spec_of(const nuclei::NetworkFile& file) {
  engine::EncoderSpec spec{.graph = nuclei::graph_of(file.config),
                           .prefixes = {""},
                           .threads = thread_count(0),
                           .model_id = file.id};
  const pfenet::Config standard;  // whose colours torch/map.h takes, too
  for (std::size_t i = 0; i < 3; ++i) {
    spec.normalization.mean[i] = static_cast<float>(standard.mean[i]);
    spec.normalization.deviation[i] = static_cast<float>(standard.deviation[i]);
  }
  return spec;
}

Map openvino_map(const nuclei::NetworkFile& file) {
  using engine::Precision;
  engine::EncoderSpec spec = spec_of(file);
  spec.ranges = file.activation_ranges;
  if (!spec.ranges.empty() &&
      engine::available(Precision::int8, engine::processor()).precision == Precision::int8) {
    spec.precision = Precision::int8;
  }
  const auto tensors = std::make_shared<const weights::Tensors>(file.weights);
  const auto network = std::make_shared<const engine::DenseNetwork>(source_of(tensors), spec);
  return [network](std::span<const std::uint8_t> rgb, PixelExtent picture) {
    engine::DenseMap logits = network->run(rgb, picture);
    for (float& value : logits.values) {
      value = 1 / (1 + std::exp(-value));
    }
    return CentreMap{static_cast<int>(logits.width), static_cast<int>(logits.height),
                     std::move(logits.values)};
  };
}

}  // namespace

CentreNetwork load_centre_network(const std::filesystem::path& path) {
  const nuclei::NetworkFile file = nuclei::read(path);
  CentreNetwork network = nuclei::centre_network(
      file.config, engine::runtime().empty()
                       ? libtorch::functions().map(nuclei::graph_of(file.config), file.weights)
                       : openvino_map(file));
  network.id = file.id;
  return network;
}

engine::ActivationRanges measured_ranges(const nuclei::NetworkFile& file, const PatchBatch& crops) {
  if (engine::runtime().empty()) {
    return {};
  }
  engine::EncoderSpec spec = spec_of(file);
  spec.side_px = crops.side_px;
  const auto tensors = std::make_shared<const weights::Tensors>(file.weights);
  return engine::calibrate(source_of(tensors), spec, crops);
}

const CentreNetwork* centre_network_for(const krem::Config& config) {
  if (config.detector == krem::Detector::learned) {
    static const CentreNetwork network = shipped("MSMV_NUCLEI", "nuclei.safetensors");
    return &network;
  }
  if (config.detector == krem::Detector::accurate) {
    static const CentreNetwork network =
        shipped("MSMV_NUCLEI_ACCURATE", "nuclei_accurate.safetensors");
    return &network;
  }
  return nullptr;
}

}  // namespace msmv
