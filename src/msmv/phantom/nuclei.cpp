#include "msmv/phantom/nuclei.h"

#include <cmath>
#include <numbers>

namespace msmv::phantom {
namespace {

// Nuclei of one sort are drawn from these numbers; diameters in um.
struct NucleusSort {
  double length, width;
  double spread;  // relative deviation of both
  float hematoxylin;
  bool is_vesicular;
};

constexpr NucleusSort kEpithelial{8.2, 6.0, 0.08, 1.35F, false};
constexpr NucleusSort kInSitu{9.4, 7.4, 0.12, 1.25F, true};
constexpr NucleusSort kInvasive{9.8, 7.6, 0.17, 1.30F, true};
constexpr NucleusSort kFibroblast{10.0, 4.4, 0.10, 1.45F, false};
constexpr NucleusSort kLymphocyte{6.2, 5.8, 0.05, 1.75F, false};

struct Pose {
  double x, y, angle;
};

Seedling draw_seedling(const Canvas& canvas, const NucleusSort& sort, const Pose& pose,
                       Random& random) {
  const auto diameter = [&](double mean) {
    const double factor = std::clamp(1 + sort.spread * random.normal(), 0.7, 1.5);
    return canvas.px(std::clamp(mean * factor, 4.0, 13.0));
  };
  return {.x = pose.x,
          .y = pose.y,
          .long_px = diameter(sort.length) / 2,
          .short_px = diameter(sort.width) / 2,
          .cos_angle = std::cos(pose.angle),
          .sin_angle = std::sin(pose.angle),
          .hematoxylin = sort.hematoxylin * static_cast<float>(1 + 0.14 * random.normal()),
          .is_vesicular = sort.is_vesicular};
}

// Knows the nuclei so far by place, so that a new one finds its neighbours quickly.
class Crowd {
 public:
  explicit Crowd(const Canvas& canvas)
      : canvas_(&canvas),
        columns_(canvas.width / kCell + 1),
        cells_(static_cast<std::size_t>(columns_) *
               static_cast<std::size_t>(canvas.height / kCell + 1)) {}

  // Takes the seedling in unless it lies off the canvas or on another by more than a tenth.
  bool add(const Seedling& seedling) {
    if (seedling.x < 0 || seedling.y < 0 || seedling.x >= canvas_->width ||
        seedling.y >= canvas_->height || is_taken(seedling)) {
      return false;
    }
    cells_[cell(static_cast<int>(seedling.x) / kCell, static_cast<int>(seedling.y) / kCell)]
        .push_back(seedlings_.size());
    seedlings_.push_back(seedling);
    return true;
  }

  std::vector<Seedling>& seedlings() { return seedlings_; }

 private:
  static constexpr int kCell = 32;  // wider than any two nuclei's radii

  std::size_t cell(int column, int row) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
           static_cast<std::size_t>(column);
  }

  // The radius of an ellipse towards another one.
  static double radius_towards(const Seedling& from, double dx, double dy) {
    const double u = dx * from.cos_angle + dy * from.sin_angle;
    const double v = dy * from.cos_angle - dx * from.sin_angle;
    const double distance = std::sqrt(u * u + v * v);
    return distance / std::sqrt(u * u / (from.long_px * from.long_px) +
                                v * v / (from.short_px * from.short_px) + 1e-12);
  }

  bool is_taken(const Seedling& seedling) const {
    const int column = static_cast<int>(seedling.x) / kCell;
    const int row = static_cast<int>(seedling.y) / kCell;
    const int rows = static_cast<int>(cells_.size()) / columns_;
    for (int r = std::max(row - 1, 0); r <= std::min(row + 1, rows - 1); ++r) {
      for (int c = std::max(column - 1, 0); c <= std::min(column + 1, columns_ - 1); ++c) {
        for (const std::size_t i : cells_[cell(c, r)]) {
          const Seedling& other = seedlings_[i];
          const double dx = other.x - seedling.x, dy = other.y - seedling.y;
          const double wanted =
              0.92 * (radius_towards(seedling, dx, dy) + radius_towards(other, dx, dy));
          if (dx * dx + dy * dy < wanted * wanted) {
            return true;
          }
        }
      }
    }
    return false;
  }

  const Canvas* canvas_;
  int columns_;
  std::vector<std::vector<std::size_t>> cells_;
  std::vector<Seedling> seedlings_;
};

Ground ground_at(const Canvas& canvas, double x, double y) {
  if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) {
    return Ground::lumen;
  }
  return canvas.ground[canvas.at(static_cast<int>(x), static_cast<int>(y))];
}

// Across the wall of a duct: towards where it gets deeper.
double inward(const Duct& duct, double x, double y, const Noise& bend, double um_per_px) {
  const double step = 3;
  return std::atan2(
      duct.depth(x, y + step, bend, um_per_px) - duct.depth(x, y - step, bend, um_per_px),
      duct.depth(x + step, y, bend, um_per_px) - duct.depth(x - step, y, bend, um_per_px));
}

NucleusSort sort_in(const Duct& duct, Arrangement arrangement) {
  if (duct.wall_px < 1e6) {
    return kEpithelial;
  }
  return arrangement == Arrangement::invasive ? kInvasive : kInSitu;
}

// Darts at a duct; they stay where its epithelium leaves room for a nucleus.
void fill_duct(const Tissue& tissue, const Duct& duct, double density, Crowd& crowd,
               Random& random) {
  const Canvas& canvas = tissue.canvas;
  const Noise& bend = tissue.bend;
  const NucleusSort sort = sort_in(duct, tissue.arrangement);
  const double reach = duct.reach(), margin = canvas.px(sort.width) * 0.55;
  const auto darts = static_cast<int>(density * reach * reach / (margin * margin));
  const bool is_solid = duct.wall_px > reach;
  for (int i = 0; i < darts; ++i) {
    const double x = duct.x + random.uniform(-reach, reach);
    const double y = duct.y + random.uniform(-reach, reach);
    const double depth = duct.depth(x, y, bend, canvas.um_per_px);
    if (depth < margin || depth > duct.wall_px - margin ||
        ground_at(canvas, x, y) != Ground::epithelium) {
      continue;
    }
    const bool is_open_nearby = std::ranges::any_of(duct.lumina, [&](const Duct& lumen) {
      return lumen.depth(x, y, bend, canvas.um_per_px) > -margin;
    });
    if (!is_open_nearby) {
      const double across = inward(duct, x, y, bend, canvas.um_per_px);
      const double angle =
          is_solid ? random.uniform(0, std::numbers::pi) : across + 0.25 * random.normal();
      crowd.add(draw_seedling(canvas, sort, {x, y, angle}, random));
    }
  }
}

void add_fibroblasts(const Canvas& canvas, double fibre_angle, Crowd& crowd, Random& random) {
  const double per_mm2 = random.uniform(350, 800);
  const auto darts = static_cast<int>(per_mm2 * canvas.um2() / 1e6);
  for (int i = 0; i < darts; ++i) {
    const double x = random.uniform(0, canvas.width), y = random.uniform(0, canvas.height);
    if (ground_at(canvas, x, y) == Ground::stroma) {
      const double angle = fibre_angle + 0.3 * random.normal();
      crowd.add(draw_seedling(canvas, kFibroblast, {x, y, angle}, random));
    }
  }
}

void add_lymphocytes(const Canvas& canvas, Crowd& crowd, Random& random) {
  const auto groups = static_cast<int>(random.uniform(0, 4));
  for (int group = 0; group < groups; ++group) {
    const double x = random.uniform(0, canvas.width), y = random.uniform(0, canvas.height);
    const double size = canvas.px(random.uniform(15, 40));
    const auto darts = static_cast<int>(random.uniform(40, 160));
    for (int i = 0; i < darts; ++i) {
      const double there_x = x + size * random.normal(), there_y = y + size * random.normal();
      if (ground_at(canvas, there_x, there_y) == Ground::stroma) {
        crowd.add(draw_seedling(canvas, kLymphocyte,
                                {there_x, there_y, random.uniform(0, std::numbers::pi)}, random));
      }
    }
  }
}

struct Texture {
  const Noise& chromatin;
  float offset_x, offset_y;  // a part of the noise for each nucleus
};

// Adds one nucleus to the canvas and measures it.
Nucleus paint_nucleus(Canvas& canvas, const Seedling& seedling, const Texture& texture) {
  const auto um = static_cast<float>(canvas.um_per_px);
  const Box box(canvas, seedling.x, seedling.y, seedling.long_px * 1.2 + 2);
  double area = 0, sum_x = 0, sum_y = 0;
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) {
      const double dx = x + 0.5 - seedling.x, dy = y + 0.5 - seedling.y;
      const double u = (dx * seedling.cos_angle + dy * seedling.sin_angle) / seedling.long_px;
      const double v = (dy * seedling.cos_angle - dx * seedling.sin_angle) / seedling.short_px;
      const float there_x = static_cast<float>(dx) * um + texture.offset_x;
      const float there_y = static_cast<float>(dy) * um + texture.offset_y;
      const float uneven = 0.12F * texture.chromatin.at(there_x / 2.6F, there_y / 2.6F);
      const float radius = static_cast<float>(std::sqrt(u * u + v * v)) + uneven;
      const float covered =
          smooth_step(-0.6F, 0.6F, (1 - radius) * static_cast<float>(seedling.short_px));
      if (covered <= 0) {
        continue;
      }
      area += covered;
      sum_x += covered * (x + 0.5);
      sum_y += covered * (y + 0.5);
      const float grain = texture.chromatin.rough(there_x / 0.9F, there_y / 0.9F);
      float density = 1 + 0.3F * grain;
      if (seedling.is_vesicular) {
        density *= 0.8F + 0.35F * smooth_step(0.5F, 0.95F, radius);
        density += 0.4F * smooth_step(1.1F, 0.5F,
                                      std::abs(there_x - texture.offset_x - 0.8F) +
                                          std::abs(there_y - texture.offset_y));
      }
      const std::size_t i = canvas.at(x, y);
      const float stain = seedling.hematoxylin * density;
      canvas.hematoxylin[i] = std::max(canvas.hematoxylin[i], covered * stain) +
                              0.12F * std::min(canvas.hematoxylin[i], covered * stain);
      canvas.eosin[i] *= 1 - 0.45F * covered;
    }
  }
  return {.centre = {sum_x / area, sum_y / area}, .area_px = area};
}

}  // namespace

std::vector<Seedling> place_nuclei(const Tissue& tissue, Random& random) {
  Crowd crowd(tissue.canvas);
  const double density = random.uniform(2.5, 5);
  for (const Duct& duct : tissue.ducts) {
    fill_duct(tissue, duct, density, crowd, random);
  }
  add_fibroblasts(tissue.canvas, tissue.fibre_angle, crowd, random);
  add_lymphocytes(tissue.canvas, crowd, random);
  return std::move(crowd.seedlings());
}

std::vector<Nucleus> paint_nuclei(Canvas& canvas, const std::vector<Seedling>& seedlings,
                                  Random& random) {
  const Noise chromatin(random.bits());
  std::vector<Nucleus> nuclei;
  nuclei.reserve(seedlings.size());
  for (const Seedling& seedling : seedlings) {
    const Texture texture{chromatin, static_cast<float>(random.uniform(0, 200)),
                          static_cast<float>(random.uniform(0, 200))};
    nuclei.push_back(paint_nucleus(canvas, seedling, texture));
  }
  return nuclei;
}

}  // namespace msmv::phantom
