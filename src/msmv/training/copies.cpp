#include "msmv/training/copies.h"

#include <cstdint>
#include <random>
#include <span>

#include "msmv/config/json.h"
#include "msmv/files/content_hash.h"
#include "msmv/training/augmentation.h"
#include "msmv/values/seed.h"

namespace msmv::training {

PatchBatch with_copies(const PatchBatch& batch, const Config& config) {
  const auto copies = static_cast<std::size_t>(config.augmented_copies);
  const SampleShape shape{batch.scales, batch.side_px, batch.side_px};
  const std::size_t bytes = batch.scales * batch.bytes_per_patch();
  const std::string hash = files::content_hash(std::as_bytes(std::span(batch.pixels)));
  const Seed seed = derive(config.seed, std::stoull(hash.substr(0, 16), nullptr, 16));
  PatchBatch all = batch;
  all.samples *= 1 + copies;
  all.pixels.resize(all.samples * bytes);
  const std::span<const std::uint8_t> plain = batch.pixels;
  const std::span<std::uint8_t> out = all.pixels;
  for (std::size_t i = batch.samples; i < all.samples; ++i) {
    std::mt19937_64 random(derive(seed, i));
    augment(config.augmentation, shape, plain.subspan(i % batch.samples * bytes, bytes), random,
            out.subspan(i * bytes, bytes));
  }
  return all;
}

std::string name_of_copies(const Config& config) {
  if (config.augmented_copies == 0) {
    return "";
  }
  return std::to_string(config.augmented_copies) + " copies, seed " + std::to_string(config.seed) +
         ", " + to_json(config.augmentation).dump();
}

}  // namespace msmv::training
