#include "msmv/krem/key_regions.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <string>
#include <tuple>

#include "msmv/krem/window_counts.h"
#include "msmv/views/views.h"

namespace msmv::krem {
namespace {

// A field seen in one view: what the grid of that view is laid on.
struct SeenField {
  View view;
  PixelExtent extent;
  std::vector<Point> centres;
  std::vector<int> counts;  // of the first scale's windows

  WindowGrid grid(const PixelRect& area, const Config& config, std::size_t scale) const {
    return {area, config.windows_px[scale], config.steps_px[scale]};
  }
  WindowGrid first_grid(const Config& config) const {
    return grid({0, 0, extent.width, extent.height}, config, 0);
  }
};

SeenField see(std::span<const Nucleus> nuclei, PixelExtent field, View view, const Config& config) {
  SeenField seen{view, views::turned(field, view), {}, {}};
  seen.centres.reserve(nuclei.size());
  for (const Nucleus& nucleus : nuclei) {
    seen.centres.push_back(views::turn(nucleus.centre, field, view));
  }
  seen.counts = count(seen.first_grid(config), seen.centres);
  return seen;
}

PixelRect in_field(const PixelRect& window, const SeenField& seen) {
  return views::turn(window, seen.extent, views::inverse(seen.view));
}

// Window by window from the given one inwards, the densest of each scale inside the one before.
KeyRegion narrow(const SeenField& seen, std::size_t first_window, const Config& config) {
  PixelRect window = seen.first_grid(config).window(first_window);
  KeyRegion region{seen.view, {in_field(window, seen)}, {seen.counts[first_window]}};
  for (std::size_t scale = 1; scale < config.windows_px.size(); ++scale) {
    const WindowGrid grid = seen.grid(window, config, scale);
    const std::vector<int> counts = count(grid, seen.centres);
    const auto densest = std::ranges::max_element(counts);
    window = grid.window(static_cast<std::size_t>(densest - counts.begin()));
    region.windows.push_back(in_field(window, seen));
    region.nuclei.push_back(*densest);
  }
  return region;
}

std::vector<KeyRegion> densest(std::span<const SeenField> seen_fields, const Config& config) {
  std::vector<KeyRegion> regions;
  for (const SeenField& seen : seen_fields) {
    std::vector<std::size_t> order(seen.counts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return seen.counts[i]; });
    order.resize(std::min(order.size(), static_cast<std::size_t>(config.regions_per_view)));
    for (const std::size_t window : order) {
      regions.push_back(narrow(seen, window, config));
    }
  }
  return regions;
}

std::int64_t shared_px(const PixelRect& a, const PixelRect& b) {
  const auto common = [](std::int64_t p, std::int64_t length_p, std::int64_t q,
                         std::int64_t length_q) {
    return std::max<std::int64_t>(0, std::min(p + length_p, q + length_q) - std::max(p, q));
  };
  return common(a.x, a.width, b.x, b.width) * common(a.y, a.height, b.y, b.height);
}

// The windows of one view's first scale, each with the most pixels that it shares with one region
// that is taken. Kept from region to region: asking anew each time takes minutes for a thousand of
// them.
struct Candidates {
  std::vector<PixelRect> windows;  // in the field
  std::vector<std::int64_t> shared_px;
  std::vector<bool> is_taken;  // in this view
};

Candidates candidates_of(const SeenField& seen, const Config& config) {
  Candidates candidates;
  const WindowGrid grid = seen.first_grid(config);
  for (std::size_t i = 0; i < seen.counts.size(); ++i) {
    candidates.windows.push_back(in_field(grid.window(i), seen));
  }
  candidates.shared_px.resize(seen.counts.size());
  candidates.is_taken.resize(seen.counts.size());
  return candidates;
}

void note_taken(const PixelRect& window, Candidates& candidates) {
  for (std::size_t i = 0; i < candidates.windows.size(); ++i) {
    candidates.shared_px[i] =
        std::max(candidates.shared_px[i], shared_px(candidates.windows[i], window));
  }
}

// The window of this view to look at next. One that is taken has a share beyond any.
std::size_t next_apart(const SeenField& seen, const Candidates& candidates, const Config& config) {
  constexpr double kTaken = 2;
  const auto rank = [&](std::size_t i) {
    const PixelRect& window = candidates.windows[i];
    const double share = candidates.is_taken[i]
                             ? kTaken
                             : static_cast<double>(candidates.shared_px[i]) /
                                   static_cast<double>(window.width * window.height);
    const double beyond = share <= config.max_overlap ? 0 : share;
    return std::tuple{beyond, -seen.counts[i], i};
  };
  std::size_t best = 0;
  auto best_rank = rank(0);
  for (std::size_t i = 1; i < seen.counts.size(); ++i) {
    if (const auto candidate = rank(i); candidate < best_rank) {
      best = i;
      best_rank = candidate;
    }
  }
  return best;
}

std::vector<KeyRegion> spread(std::span<const SeenField> seen_fields, const Config& config) {
  std::vector<Candidates> of_views;
  for (const SeenField& seen : seen_fields) {
    of_views.push_back(candidates_of(seen, config));
  }
  std::vector<KeyRegion> regions;
  for (int round = 0; round < config.regions_per_view; ++round) {
    for (std::size_t view = 0; view < seen_fields.size(); ++view) {
      const SeenField& seen = seen_fields[view];
      if (static_cast<std::size_t>(round) >= seen.counts.size()) {
        continue;
      }
      const std::size_t next = next_apart(seen, of_views[view], config);
      of_views[view].is_taken[next] = true;
      for (Candidates& candidates : of_views) {
        note_taken(of_views[view].windows[next], candidates);
      }
      regions.push_back(narrow(seen, next, config));
    }
  }
  std::ranges::stable_sort(regions, {}, &KeyRegion::view);
  return regions;
}

std::vector<KeyRegion> random(std::span<const SeenField> seen_fields, const Config& config,
                              Seed stream) {
  std::uint64_t draws = 0;
  const auto below = [&](std::int64_t end) {
    return static_cast<std::int64_t>(derive(stream, draws++) % static_cast<std::uint64_t>(end));
  };
  std::vector<KeyRegion> regions;
  for (const SeenField& seen : seen_fields) {
    for (int i = 0; i < config.regions_per_view; ++i) {
      PixelRect window{0, 0, seen.extent.width, seen.extent.height};
      KeyRegion& region = regions.emplace_back(KeyRegion{seen.view, {}, {}});
      for (const int side : config.windows_px) {
        const std::int64_t x = window.x + below(window.width - side + 1);
        const std::int64_t y = window.y + below(window.height - side + 1);
        window = {x, y, side, side};
        region.windows.push_back(in_field(window, seen));
        region.nuclei.push_back(count({window, side, 1}, seen.centres).front());
      }
    }
  }
  return regions;
}

// Where a rectangle of `length` about the middle of a window begins, moved into the field.
std::int64_t start_of_context(std::int64_t window_start, std::int64_t window_length,
                              std::int64_t length, std::int64_t limit) {
  return std::clamp<std::int64_t>(window_start + (window_length - length) / 2, 0, limit - length);
}

// deviation D53
void add_context(KeyRegion& region, std::span<const Nucleus> nuclei, PixelExtent field,
                 const Config& config) {
  const PixelRect& first = region.windows.front();
  const auto width = std::min<std::int64_t>(config.context_px[0], field.width);
  const auto height = std::min<std::int64_t>(config.context_px[1], field.height);
  const PixelRect context{start_of_context(first.x, first.width, width, field.width),
                          start_of_context(first.y, first.height, height, field.height), width,
                          height};
  const auto inside = std::ranges::count_if(nuclei, [&](const Nucleus& nucleus) {
    return nucleus.centre.x >= static_cast<double>(context.x) &&
           nucleus.centre.y >= static_cast<double>(context.y) &&
           nucleus.centre.x < static_cast<double>(context.x + width) &&
           nucleus.centre.y < static_cast<double>(context.y + height);
  });
  region.windows.insert(region.windows.begin(), context);
  region.has_upright_context = !config.turn_context;
  region.nuclei.insert(region.nuclei.begin(), static_cast<int>(inside));
}

std::vector<KeyRegion> chosen(std::span<const SeenField> seen_fields, const Config& config,
                              Seed image_seed) {
  switch (config.selector) {
    case Selector::densest:
      return densest(seen_fields, config);
    case Selector::spread:
      return spread(seen_fields, config);
    case Selector::random:
      return random(seen_fields, config, derive(config.seed, image_seed));
  }
  throw std::invalid_argument("krem::find: got no selector");
}

}  // namespace

std::vector<KeyRegion> find(std::span<const Nucleus> nuclei, PixelExtent field,
                            const Config& config, Seed image_seed) {
  check(config);
  if (std::min(field.width, field.height) < config.windows_px.front()) {
    throw std::invalid_argument("krem::find: got a field of " + std::to_string(field.width) +
                                " x " + std::to_string(field.height) + ", wanted at least " +
                                std::to_string(config.windows_px.front()) + " each way");
  }
  std::vector<SeenField> seen_fields;
  for (std::size_t i = 0; i < static_cast<std::size_t>(config.views); ++i) {
    seen_fields.push_back(see(nuclei, field, kAllViews.at(i), config));
  }
  auto regions = chosen(seen_fields, config, image_seed);
  if (config.has_context()) {
    for (KeyRegion& region : regions) {
      add_context(region, nuclei, field, config);
    }
  }
  return regions;
}

}  // namespace msmv::krem
