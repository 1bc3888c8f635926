#include "msmv/engine/encoder.h"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

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

// The patches of a batch that differ, and those that equal one of them: a field that is the context
// of all its regions is encoded once.
struct Distinct {
  std::vector<std::size_t> patches;
  std::vector<std::pair<std::size_t, std::size_t>> copies;  // and whose
};

// Scale by scale, so that threads that work at the same time share weights in the caches.
Distinct distinct_patches(const PatchBatch& batch, bool has_weights_of_each_scale) {
  Distinct distinct;
  std::size_t first = 0;  // of those that the same weights see
  for (std::size_t scale = 0; scale < batch.scales; ++scale) {
    first = has_weights_of_each_scale ? distinct.patches.size() : first;
    for (std::size_t sample = 0; sample < batch.samples; ++sample) {
      const std::size_t patch = sample * batch.scales + scale;
      const auto equal =
          std::find_if(distinct.patches.begin() + static_cast<std::ptrdiff_t>(first),
                       distinct.patches.end(), [&](std::size_t other) {
                         return std::ranges::equal(patch_of(batch, patch), patch_of(batch, other));
                       });
      if (equal == distinct.patches.end()) {
        distinct.patches.push_back(patch);
      } else {
        distinct.copies.emplace_back(patch, *equal);
      }
    }
  }
  return distinct;
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
  const auto& models = compiled_->models;
  Encodings encodings{.samples = batch.samples,
                      .scales = batch.scales,
                      .features = features,
                      .values = std::vector<float>(batch.samples * batch.scales * features)};
  const auto values_of = [&](std::size_t patch) {
    return std::span(encodings.values).subspan(patch * features, features);
  };
  const Distinct distinct = distinct_patches(batch, models.size() > 1);
  for_each_of(distinct.patches.size(), [&](std::size_t i) {
    const std::size_t patch = distinct.patches[i];
    models[models.size() == 1 ? 0 : patch % batch.scales].infer(
        filled_with(patch_of(batch, patch)), [&](const CompiledModel::Output& encoding) {
          std::ranges::copy(encoding.values, values_of(patch).begin());
        });
  });
  for (const auto& [copy, original] : distinct.copies) {
    std::ranges::copy(values_of(original), values_of(copy).begin());
  }
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
