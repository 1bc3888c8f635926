#include "msmv/phantom/ducts.h"

#include <cmath>
#include <numbers>

namespace msmv::phantom {
namespace {

// Ducts of one sort are drawn from these numbers; lengths in um.
struct DuctSort {
  double min_radius, max_radius;
  double stretch;  // the long axis is up to this much longer
  double wall;     // 0: solid
  double share;    // of the field that they shall cover
  double gap;      // between two of them
  int most_lumina;
};

Duct draw_duct(const Canvas& canvas, Random& random, const DuctSort& sort) {
  const double radius = canvas.px(random.uniform(sort.min_radius, sort.max_radius));
  const double stretch = std::sqrt(random.uniform(1, sort.stretch));
  const double angle = random.uniform(0, std::numbers::pi);
  Duct duct{.x = random.uniform(0, canvas.width),
            .y = random.uniform(0, canvas.height),
            .long_px = radius * stretch,
            .short_px = radius / stretch,
            .cos_angle = std::cos(angle),
            .sin_angle = std::sin(angle),
            .bend_px = 0.2 * radius,
            .wall_px = sort.wall > 0 ? canvas.px(sort.wall * random.uniform(0.85, 1.15)) : 1e9,
            .secretion = random.uniform(0, 1) < 0.25 ? 0.3F : 0.02F};
  const int lumina = static_cast<int>(random.uniform(0, sort.most_lumina + 0.3));
  for (int i = 0; i < lumina; ++i) {
    const double size = std::min(canvas.px(random.uniform(9, 20)), 0.5 * duct.short_px);
    const double away = random.uniform(0, 0.6), turn = random.uniform(0, 2 * std::numbers::pi);
    duct.lumina.push_back({.x = duct.x + away * duct.short_px * std::cos(turn),
                           .y = duct.y + away * duct.short_px * std::sin(turn),
                           .long_px = size * 1.2,
                           .short_px = size,
                           .cos_angle = std::cos(turn),
                           .sin_angle = std::sin(turn),
                           .bend_px = 0.25 * size,
                           .wall_px = 0,
                           .secretion = 0.02F});
  }
  return duct;
}

// At its centre or at an end of an axis.
bool touches_fat(const Canvas& canvas, const Duct& duct) {
  const auto is_fat = [&](double u, double v) {
    const double x = duct.x + u * duct.cos_angle - v * duct.sin_angle;
    const double y = duct.y + u * duct.sin_angle + v * duct.cos_angle;
    const int column = std::clamp(static_cast<int>(x), 0, canvas.width - 1);
    const int row = std::clamp(static_cast<int>(y), 0, canvas.height - 1);
    return canvas.ground[canvas.at(column, row)] == Ground::fat;
  };
  return is_fat(0, 0) || is_fat(duct.long_px, 0) || is_fat(-duct.long_px, 0) ||
         is_fat(0, duct.short_px) || is_fat(0, -duct.short_px);
}

void add_ducts(const Canvas& canvas, Random& random, const DuctSort& sort,
               std::vector<Duct>& ducts) {
  double wanted = sort.share * static_cast<double>(canvas.pixels());
  for (int i = 0; i < 4000 && wanted > 0; ++i) {
    Duct duct = draw_duct(canvas, random, sort);
    if (touches_fat(canvas, duct)) {
      continue;
    }
    const bool is_free = std::ranges::all_of(ducts, [&](const Duct& other) {
      const double distance = std::hypot(duct.x - other.x, duct.y - other.y);
      const double mean_reach = 0.5 * (duct.long_px + duct.short_px + duct.bend_px) +
                                0.5 * (other.long_px + other.short_px + other.bend_px);
      return distance > 1.1 * mean_reach + canvas.px(sort.gap);
    });
    if (is_free) {
      wanted -= std::numbers::pi * duct.long_px * duct.short_px;
      ducts.push_back(std::move(duct));
    }
  }
}

void paint_duct(Canvas& canvas, const Duct& duct, const Noise& bend) {
  const double cuff = canvas.px(14);
  const Box box(canvas, duct.x, duct.y, duct.reach() + cuff);
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) {
      const double depth = duct.depth(x + 0.5, y + 0.5, bend, canvas.um_per_px);
      const std::size_t i = canvas.at(x, y);
      if (depth < -cuff || canvas.ground[i] == Ground::epithelium) {
        continue;
      }
      if (depth < 0) {  // the looser stroma around a duct
        canvas.eosin[i] *= static_cast<float>(1 - 0.22 * (1 + depth / cuff));
        continue;
      }
      double open = depth - duct.wall_px;
      for (const Duct& lumen : duct.lumina) {
        open = std::max(open, lumen.depth(x + 0.5, y + 0.5, bend, canvas.um_per_px));
      }
      const float grain = bend.rough(static_cast<float>(x) * 0.16F, static_cast<float>(y) * 0.16F);
      const float inside = smooth_step(0, 2, static_cast<float>(depth));
      blend(canvas.eosin[i], 0.44F + 0.09F * grain, inside);
      blend(canvas.hematoxylin[i], 0.20F + 0.06F * grain, inside);
      const float lumen = smooth_step(-1, 1.5F, static_cast<float>(open));
      blend(canvas.eosin[i], duct.secretion * (1 + 0.25F * grain), lumen);
      blend(canvas.hematoxylin[i], 0, lumen);
      canvas.ground[i] = open > -1 ? Ground::lumen : Ground::epithelium;
    }
  }
}

}  // namespace

double Duct::depth(double place_x, double place_y, const Noise& bend, double um_per_px) const {
  const double dx = place_x - x, dy = place_y - y;
  const double u = (dx * cos_angle + dy * sin_angle) / long_px;
  const double v = (dy * cos_angle - dx * sin_angle) / short_px;
  const double hill_um = std::max(12.0, 0.9 * short_px * um_per_px);
  const float moved = bend.at(static_cast<float>(place_x * um_per_px / hill_um),
                              static_cast<float>(place_y * um_per_px / hill_um));
  return (1 - std::sqrt(u * u + v * v)) * std::sqrt(long_px * short_px) + bend_px * moved;
}

std::vector<Duct> lay_ducts(const Canvas& canvas, Random& random, Arrangement arrangement) {
  std::vector<Duct> ducts;
  switch (arrangement) {
    case Arrangement::normal:
      add_ducts(canvas, random, {35, 60, 2.2, 13, 0.05, 60, 0}, ducts);
      add_ducts(canvas, random, {14, 24, 1.5, 11, 0.06, 5, 0}, ducts);
      break;
    case Arrangement::benign:
      add_ducts(canvas, random, {40, 80, 4, 14, 0.16, 25, 0}, ducts);
      add_ducts(canvas, random, {14, 28, 2, 11, 0.12, 4, 0}, ducts);
      break;
    case Arrangement::in_situ:
      add_ducts(canvas, random, {75, 130, 1.8, 0, 0.34, 25, 6}, ducts);
      add_ducts(canvas, random, {16, 28, 1.5, 12, 0.03, 10, 0}, ducts);
      break;
    case Arrangement::invasive:
      add_ducts(canvas, random, {11, 42, 3.5, 0, 0.42, 0, 1}, ducts);
      break;
  }
  return ducts;
}

void paint_ducts(Canvas& canvas, const std::vector<Duct>& ducts, const Noise& bend) {
  for (const Duct& duct : ducts) {
    paint_duct(canvas, duct, bend);
  }
}

}  // namespace msmv::phantom
