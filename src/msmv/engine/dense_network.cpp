#include "msmv/engine/dense_network.h"

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "msmv/engine/compiled_model.h"
#include "msmv/engine/lowering.h"

namespace msmv::engine {

struct DenseNetwork::Compiled {
  WeightSource source;
  EncoderSpec spec;
  std::mutex mutex;
  std::map<std::pair<std::int64_t, std::int64_t>, CompiledModel> models;  // by height and width

  const CompiledModel& of(PixelExtent extent) {
    const std::scoped_lock lock(mutex);
    const auto found = models.find({extent.height, extent.width});
    if (found != models.end()) {
      return found->second;
    }
    const Lowering how{
        .prefix = spec.prefixes.empty() ? "" : spec.prefixes.front(),
        .image = extent,
        .normalization = spec.normalization,
        .is_pooled = false,
        .ranges = spec.precision == Precision::int8 ? &spec.ranges : nullptr,
        .pair_sums = processor().has_int8_dot ? PairSums::exact : PairSums::saturate_at_16_bits};
    const std::string size = std::to_string(extent.height) + " x " + std::to_string(extent.width);
    CompiledModel model(
        [&] { return lower(spec.graph, source, how); },
        {.precision = spec.precision,
         .threads = spec.threads,
         .cache_key =
             spec.model_id.empty() ? "" : spec.model_id + "\n" + how.prefix + "\n" + size});
    return models.emplace(std::pair(extent.height, extent.width), std::move(model)).first->second;
  }
};

DenseNetwork::DenseNetwork(WeightSource source, const EncoderSpec& spec)
    : compiled_(new Compiled{std::move(source), spec, {}, {}}) {
  if (available(spec.precision, processor()).precision != spec.precision) {
    throw std::invalid_argument("DenseNetwork: " + std::string(enum_name(spec.precision)) +
                                " is not available here");
  }
}

DenseNetwork::~DenseNetwork() = default;
DenseNetwork::DenseNetwork(DenseNetwork&&) noexcept = default;
DenseNetwork& DenseNetwork::operator=(DenseNetwork&&) noexcept = default;

DenseMap DenseNetwork::run(std::span<const std::uint8_t> pixels, PixelExtent extent) const {
  if (extent.width < 1 || extent.height < 1 ||
      pixels.size() != static_cast<std::size_t>(3 * extent.width * extent.height)) {
    throw std::invalid_argument("DenseNetwork: got " + std::to_string(pixels.size()) +
                                " bytes for " + std::to_string(extent.height) + " x " +
                                std::to_string(extent.width) + " px");
  }
  DenseMap map;
  compiled_->of(extent).infer(
      [&](std::span<std::uint8_t> input) { std::ranges::copy(pixels, input.begin()); },
      [&](const CompiledModel::Output& output) {
        map = {.channels = output.shape.at(1),
               .height = output.shape.at(2),
               .width = output.shape.at(3),
               .values = {output.values.begin(), output.values.end()}};
      });
  return map;
}

}  // namespace msmv::engine
