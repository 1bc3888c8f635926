#pragma once

#include <vector>

#include "msmv/config/fields.h"
#include "msmv/values/seed.h"

namespace msmv::krem {

enum class Detector { hematoxylin, paper, learned, accurate };
enum class Selector { densest, spread, random };

constexpr EnumNames<Detector, 4> enum_names(Detector) {
  return {{{Detector::hematoxylin, "hematoxylin"},
           {Detector::paper, "paper"},
           {Detector::learned, "learned"},
           {Detector::accurate, "accurate"}}};
}
// `accurate` is a larger network of the kind of `learned`.
constexpr bool is_network(Detector detector) {
  return detector == Detector::learned || detector == Detector::accurate;
}
constexpr EnumNames<Selector, 3> enum_names(Selector) {
  return {
      {{Selector::densest, "densest"}, {Selector::spread, "spread"}, {Selector::random, "random"}}};
}

// The number of scales is the number of windows, and one more with a context.
struct Config {
  Detector detector = Detector::learned;
  Selector selector = Selector::densest;
  std::vector<int> windows_px = {897, 400, 224};
  std::vector<int> steps_px = {80, 40, 20};
  int views = 6;
  int regions_per_view = 1;
  double max_overlap = 0.5;
  std::vector<int> context_px;  // none, or width and height (deviation D53)
  bool turn_context = true;
  Seed seed = 0;

  bool has_context() const { return !context_px.empty(); }
};

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("detector", c.detector, "how nuclei are found", unlimited());
  field("selector", c.selector,
        "which windows are kept: the densest of each view, dense ones that lie apart, random ones",
        unlimited());
  field("windows_px", c.windows_px, "side of the window at each scale, coarse to fine",
        between(8, 16384));
  field("steps_px", c.steps_px, "step of the window grid at each scale", between(1, 16384));
  field("views", c.views, "how many of the six views are looked at", between(1, 6));
  field("regions_per_view", c.regions_per_view, "key regions kept in each view", between(1, 1000));
  field("max_overlap", c.max_overlap, "spread: the share of a window that an earlier one may cover",
        between(0, 1));
  field("context_px", c.context_px,
        "width and height of a rectangle around each region, the whole field where that is no "
        "larger, which becomes a further scale before the others; empty: none",
        between(8, 16384));
  field("turn_context", c.turn_context,
        "the context is seen as the region's view turns it, not as photographed: where the whole "
        "field "
        "is the context, one for all regions",
        unlimited());
  field("seed", c.seed, "random: the stream of windows", unlimited());
}

// Throws InputError unless windows and steps are of one number, at least one, every window fits
// into the one before it, and the context has a width and a height that hold the first window.
void check(const Config& config);

}  // namespace msmv::krem
