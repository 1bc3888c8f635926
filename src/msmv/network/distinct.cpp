#include "msmv/network/distinct.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <utility>

#include "msmv/network/parts.h"

namespace msmv {
namespace {

class EncodingOnce : public Network {
 public:
  explicit EncodingOnce(std::unique_ptr<const Network> network)
      : Network(network->facts()), network_(std::move(network)) {}

  Encodings encode(const PatchBatch& patches) const override {
    KnownPatches none;
    return encode_more(patches, none);
  }
  Encodings encode_more(const PatchBatch& patches, KnownPatches& known) const override {
    DistinctPatches distinct = distinct_patches(patches, known.patches);
    const std::size_t before = known.patches.samples, all = distinct.patches.samples;
    known.patches = std::move(distinct.patches);
    if (all > before) {
      const Encodings more = network_->encode(part_of(known.patches, before, all - before));
      known.encodings = before == 0 ? more : joined({known.encodings, more});
    }
    return spread(known.encodings, distinct.place_of, patches);
  }
  std::vector<ClassScores> score(const Encodings& encodings) const override {
    return network_->score(encodings);
  }
  std::size_t appetite() const override { return network_->appetite(); }

 private:
  std::unique_ptr<const Network> network_;
};

}  // namespace

DistinctPatches distinct_patches(const PatchBatch& batch, const PatchBatch& known) {
  const std::size_t count = batch.samples * batch.scales, bytes = batch.bytes_per_patch();
  if (batch.pixels.size() != count * bytes) {
    throw std::invalid_argument("distinct_patches: got pixels that are not of the batch's size");
  }
  DistinctPatches distinct{.patches = known, .place_of = {}};
  auto& found = distinct.patches;
  found.scales = 1;
  found.side_px = batch.side_px;
  for (std::size_t i = 0; i < count; ++i) {
    const auto patch = std::span(batch.pixels).subspan(i * bytes, bytes);
    std::size_t place = 0;
    while (place < found.samples &&
           !std::ranges::equal(patch, std::span(found.pixels).subspan(place * bytes, bytes))) {
      ++place;
    }
    if (place == found.samples) {
      found.pixels.insert(found.pixels.end(), patch.begin(), patch.end());
      ++found.samples;
    }
    distinct.place_of.push_back(place);
  }
  return distinct;
}

Encodings spread(const Encodings& distinct, const std::vector<std::size_t>& place_of,
                 const PatchBatch& batch) {
  Encodings all{.samples = batch.samples,
                .scales = batch.scales,
                .features = distinct.features,
                .values = {}};
  all.values.reserve(place_of.size() * distinct.features);
  for (const std::size_t place : place_of) {
    const auto from =
        distinct.values.begin() + static_cast<std::ptrdiff_t>(place * distinct.features);
    all.values.insert(all.values.end(), from,
                      from + static_cast<std::ptrdiff_t>(distinct.features));
  }
  return all;
}

std::unique_ptr<const Network> encoding_once(std::unique_ptr<const Network> network) {
  return std::make_unique<EncodingOnce>(std::move(network));
}

}  // namespace msmv
