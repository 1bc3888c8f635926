#include "msmv/benchmark/peer_export.h"

#include <string>

#include "msmv/classify/classify.h"
#include "msmv/classify/model.h"
#include "msmv/network/engine_spec.h"
#include "msmv/weights/safetensors.h"

namespace msmv::benchmark {
namespace {

// Patch i as [3, side, side] of normalised floats, behind what `values` holds.
void append_planes(std::vector<float>& values, const PatchBatch& batch, std::size_t i,
                   const engine::Normalization& normalization) {
  const std::size_t area = batch.side_px * batch.side_px;
  const std::uint8_t* pixels = batch.pixels.data() + i * batch.bytes_per_patch();
  for (std::size_t channel = 0; channel < 3; ++channel) {
    for (std::size_t place = 0; place < area; ++place) {
      const float value = static_cast<float>(pixels[3 * place + channel]) / 255.0F;
      values.push_back((value - normalization.mean[channel]) / normalization.deviation[channel]);
    }
  }
}

}  // namespace

void export_for_peers(const std::filesystem::path& path, const ModelFile& model,
                      std::span<const Photo> photos) {
  const engine::EncoderSpec spec = encoder_spec(model, engine::Precision::fp32);
  const auto network = load_network(model, {});
  weights::Tensor patches;
  weights::Tensor encoded;
  std::int64_t count = 0, features = 0;
  for (const Photo& photo : photos) {
    const PatchBatch batch = prepare(photo, model.config).patches;
    const Encodings encodings = network->encode(batch);
    const std::size_t step = spec.prefixes.size() == 1 ? 1 : batch.scales;
    features = static_cast<std::int64_t>(encodings.features);
    for (std::size_t i = 0; i < batch.samples * batch.scales; i += step, ++count) {
      append_planes(patches.values, batch, i, spec.normalization);
      const auto from =
          encodings.values.begin() + static_cast<std::ptrdiff_t>(i * encodings.features);
      encoded.values.insert(encoded.values.end(), from,
                            from + static_cast<std::ptrdiff_t>(encodings.features));
    }
  }
  const auto side = static_cast<std::int64_t>(model.config.patches.side_px);
  patches.shape = {count, 3, side, side};
  encoded.shape = {count, features};
  weights::TensorViews views = {{"patches", view_of(patches)}, {"encodings", view_of(encoded)}};
  const std::string prefix = "pfenet." + spec.prefixes.front();
  for (const auto& [name, tensor] : model.weights) {
    if (name.starts_with(prefix)) {
      views[name.substr(prefix.size())] = view_of(tensor);
    }
  }
  weights::write_safetensors(path, views, {});
}

}  // namespace msmv::benchmark
