#include "msmv/patches/recolour.h"

#include <span>
#include <string>
#include <vector>

#include "msmv/files/content_hash.h"
#include "msmv/stain/he_space.h"
#include "msmv/values/seed.h"

namespace msmv::patches {
namespace {

Seed seed_of(const PatchBatch& batch) {
  const auto bytes = std::as_bytes(std::span(batch.pixels));
  return std::stoull(files::content_hash(bytes).substr(0, 16), nullptr, 16);
}

// From 1 - gain up to 1 + gain.
double factor(Seed drawn, double gain) {
  return 1 + gain * (2 * (static_cast<double>(drawn >> 11U) * 0x1p-53) - 1);
}

std::vector<stain::OdMap> colours_of(Seed seed, const Recolouring& how) {
  std::vector<stain::OdMap> colours;
  for (int i = 0; i < how.colourings; ++i) {
    const Seed mine = derive(seed, static_cast<std::uint64_t>(i));
    colours.push_back(stain::he_jitter(
        {factor(derive(mine, 0), how.stain_gain), factor(derive(mine, 1), how.stain_gain), 1},
        {0, 0, 0}));
  }
  return colours;
}

}  // namespace

void recolour(PatchBatch& batch, const Recolouring& how) {
  if (how.changes_nothing() || batch.samples == 0) {
    return;
  }
  const auto colours = colours_of(seed_of(batch), how);
  const std::size_t bytes = batch.scales * batch.bytes_per_patch();
  for (std::size_t sample = 0; sample < batch.samples; ++sample) {
    const auto mine = std::span(batch.pixels).subspan(sample * bytes, bytes);
    stain::apply(colours[sample % colours.size()], mine, mine);
  }
}

}  // namespace msmv::patches
