#include "msmv/experiments/part.h"

#include <algorithm>

#include "msmv/config/json.h"

namespace msmv::experiments {
namespace {

bool begins_with(const std::vector<int>& whole, const std::vector<int>& begin) {
  return begin.size() <= whole.size() && std::equal(begin.begin(), begin.end(), whole.begin());
}

// Whether each view chooses its regions before the later views choose theirs.
bool goes_view_by_view(const krem::Config& config) {
  return config.selector != krem::Selector::spread || config.regions_per_view == 1;
}

}  // namespace

std::optional<Part> part_of(const msmv::Config& config, const msmv::Config& whole) {
  krem::Config widened = config.krem;
  widened.views = whole.krem.views;
  widened.windows_px = whole.krem.windows_px;
  widened.steps_px = whole.krem.steps_px;
  const bool has_same_rest = to_json(widened) == to_json(whole.krem) &&
                             to_json(config.image) == to_json(whole.image) &&
                             to_json(config.stain) == to_json(whole.stain) &&
                             to_json(config.patches) == to_json(whole.patches);
  const bool has_windows = begins_with(whole.krem.windows_px, config.krem.windows_px) &&
                           begins_with(whole.krem.steps_px, config.krem.steps_px);
  if (!has_same_rest || !has_windows || config.krem.views > whole.krem.views) {
    return std::nullopt;
  }
  const bool has_fewer_views = config.krem.views < whole.krem.views;
  const bool has_fewer_scales = config.krem.windows_px.size() < whole.krem.windows_px.size();
  // Random windows draw on one stream, scale by scale.
  if ((has_fewer_views && !goes_view_by_view(config.krem)) ||
      (has_fewer_scales && config.krem.selector == krem::Selector::random)) {
    return std::nullopt;
  }
  return Part{static_cast<std::size_t>(config.krem.views), config.scales()};
}

Encodings taken(const Encodings& all, std::size_t views, const Part& part) {
  Encodings out{all.samples / views * part.views, part.scales, all.features, {}};
  out.values.reserve(out.samples * out.scales * out.features);
  for (std::size_t sample = 0; sample < out.samples; ++sample) {
    const auto begin =
        all.values.begin() + static_cast<std::ptrdiff_t>(sample * all.scales * all.features);
    out.values.insert(out.values.end(), begin,
                      begin + static_cast<std::ptrdiff_t>(out.scales * out.features));
  }
  return out;
}

}  // namespace msmv::experiments
