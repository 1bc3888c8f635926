#include "msmv/engine/encoder.h"

#include <algorithm>
#include <stdexcept>

#include "msmv/engine/compiled_model.h"
#include "msmv/engine/lowering.h"
#include "msmv/pipeline/threads.h"

namespace msmv::engine {
namespace {

std::string cache_key(const EncoderSpec& spec, const std::string& prefix) {
  return spec.model_id.empty()
             ? ""
             : spec.model_id + "\n" + prefix + "\n" + std::to_string(spec.side_px) + " px";
}

void check(const EncoderSpec& spec, const PatchBatch& batch) {
  if (batch.side_px != spec.side_px ||
      (spec.prefixes.size() > 1 && batch.scales != spec.prefixes.size()) ||
      batch.pixels.size() != batch.samples * batch.scales * batch.bytes_per_patch()) {
    throw std::invalid_argument("encode: got " + std::to_string(batch.pixels.size()) +
                                " bytes of " + std::to_string(batch.scales) + " scales of " +
                                std::to_string(batch.side_px) + " px, wanted " +
                                std::to_string(spec.prefixes.size()) + " of " +
                                std::to_string(spec.side_px));
  }
}

std::span<const std::uint8_t> patch_of(const PatchBatch& batch, std::size_t i) {
  return std::span(batch.pixels).subspan(i * batch.bytes_per_patch(), batch.bytes_per_patch());
}

auto filled_with(std::span<const std::uint8_t> pixels) {
  return [pixels](std::span<std::uint8_t> input) { std::ranges::copy(pixels, input.begin()); };
}

}  // namespace

struct Encoder::Compiled {
  EncoderSpec spec;
  std::vector<CompiledModel> models;  // one for each scale, or one for all
};

Encoder::Encoder(const WeightSource& source, const EncoderSpec& spec) {
  if (available(spec.precision, processor()).precision != spec.precision) {
    throw std::invalid_argument("Encoder: " + std::string(enum_name(spec.precision)) +
                                " is not available here");
  }
  Compiled compiled{.spec = spec};
  for (const std::string& prefix : spec.prefixes) {
    compiled.models.emplace_back(
        [&] { return lower(spec.graph, source, lowering_of(spec, prefix)); },
        CompileOptions{.precision = spec.precision,
                       .threads = spec.threads,
                       .cache_key = cache_key(spec, prefix)});
  }
  compiled_ = std::make_unique<const Compiled>(std::move(compiled));
}

Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

Encodings Encoder::encode(const PatchBatch& batch) const {
  check(compiled_->spec, batch);
  const auto features = static_cast<std::size_t>(compiled_->spec.graph.back().channels);
  const std::size_t patches = batch.samples * batch.scales;
  Encodings encodings{.samples = batch.samples,
                      .scales = batch.scales,
                      .features = features,
                      .values = std::vector<float>(patches * features)};
  // Scale by scale, so that threads that work at the same time share weights in the caches.
  for_each_of(patches, [&](std::size_t i) {
    const std::size_t scale = i / batch.samples;
    const std::size_t patch = i % batch.samples * batch.scales + scale;
    const auto& models = compiled_->models;
    models[models.size() == 1 ? 0 : scale].infer(
        filled_with(patch_of(batch, patch)), [&](const CompiledModel::Output& encoding) {
          std::ranges::copy(encoding.values, encodings.values.data() + patch * features);
        });
  });
  return encodings;
}

void observe(const WeightSource& source, const EncoderSpec& spec, const PatchBatch& batch,
             const Observer& observer) {
  check(spec, batch);
  for (std::size_t scale = 0; scale < spec.prefixes.size(); ++scale) {
    EncoderSpec plain = spec;
    plain.precision = Precision::fp32;
    Lowering how = lowering_of(plain, spec.prefixes[scale]);
    how.is_watched = true;
    const CompiledModel model([&] { return lower(spec.graph, source, how); }, {});
    const auto names = model.output_names();
    for (std::size_t i = 0; i < batch.samples * batch.scales; ++i) {
      if (spec.prefixes.size() > 1 && i % batch.scales != scale) {
        continue;
      }
      model.infer(filled_with(patch_of(batch, i)), [&](const CompiledModel::Output& output) {
        if (output.number > 0) {  // the first is the encoding
          observer(names.at(output.number), output.values);
        }
      });
    }
  }
}

}  // namespace msmv::engine
