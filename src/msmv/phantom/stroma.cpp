#include "msmv/phantom/stroma.h"

#include <cmath>
#include <numbers>

namespace msmv::phantom {
namespace {

struct Vacuole {
  double x, y, radius;
};

// Vacuoles of 22 to 42 um radius that don't overlap, each grown until it meets a neighbour.
std::vector<Vacuole> pack_vacuoles(const Canvas& canvas, Random& random, double share) {
  const Noise where(random.bits());
  std::vector<Vacuole> vacuoles;
  const auto tries = static_cast<int>(canvas.um2() / 150);
  for (int i = 0; i < tries; ++i) {
    Vacuole cell{random.uniform(-60, canvas.width + 60), random.uniform(-60, canvas.height + 60),
                 canvas.px(random.uniform(22, 42))};
    const float fatness = where.at(static_cast<float>(cell.x / canvas.px(260)),
                                   static_cast<float>(cell.y / canvas.px(260)));
    if (fatness < 1 - 2 * share) {
      continue;
    }
    for (const Vacuole& other : vacuoles) {
      const double gap = std::hypot(cell.x - other.x, cell.y - other.y) - other.radius;
      cell.radius = std::min(cell.radius, gap + canvas.px(1));
    }
    if (cell.radius > canvas.px(9)) {
      vacuoles.push_back(cell);
    }
  }
  return vacuoles;
}

void paint_vacuole(Canvas& canvas, const Noise& wobble, const Vacuole& cell) {
  const double rim = canvas.px(1.6), reach = cell.radius * 1.15 + rim;
  const Box box(canvas, cell.x, cell.y, reach);
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) {
      const double dx = x + 0.5 - cell.x, dy = y + 0.5 - cell.y;
      const float bent =
          wobble.at(static_cast<float>(x / canvas.px(18)), static_cast<float>(y / canvas.px(18)));
      const double inside = cell.radius * (1 + 0.1 * bent) - std::sqrt(dx * dx + dy * dy);
      if (inside < -rim) {
        continue;
      }
      const std::size_t i = canvas.at(x, y);
      if (inside > 0) {
        const float open = smooth_step(0, static_cast<float>(rim), static_cast<float>(inside));
        blend(canvas.eosin[i], 0.01F, open);
        blend(canvas.hematoxylin[i], 0, open);
        canvas.ground[i] = Ground::fat;
      } else if (canvas.ground[i] == Ground::stroma) {
        blend(canvas.eosin[i], 0.42F, 0.7F);
      }
    }
  }
}

}  // namespace

double paint_stroma(Canvas& canvas, Random& random) {
  const Noise noise(random.bits()), warp(random.bits());
  const double angle = random.uniform(0, std::numbers::pi);
  const auto along_x = static_cast<float>(std::cos(angle)),
             along_y = static_cast<float>(std::sin(angle));
  const auto looseness = static_cast<float>(random.uniform(0.35, 0.6));
  const auto um = static_cast<float>(canvas.um_per_px);
  for (int y = 0; y < canvas.height; ++y) {
    for (int x = 0; x < canvas.width; ++x) {
      const float x_um = static_cast<float>(x) * um, y_um = static_cast<float>(y) * um;
      const float bend = warp.rough(x_um / 95, y_um / 95);
      const float u = x_um * along_x + y_um * along_y + 12 * bend;
      const float v = y_um * along_x - x_um * along_y + 26 * bend;
      const float bundle = noise.rough(u / 95, v / 8);
      const float fibre = noise.at(u / 30 + 91, v / 1.9F);
      const float cleft = noise.at(u / 70 + 17, v / 6.5F + 53);
      const float thickness = noise.at(x_um / 150 + 31, y_um / 150 + 77);
      const float grain = noise.rough(x_um / 1.7F + 5, y_um / 1.7F + 9);
      float eosin = 0.50F + 0.17F * bundle + 0.14F * fibre + 0.14F * thickness + 0.09F * grain;
      eosin *= 1 - 0.9F * smooth_step(looseness, looseness + 0.16F, cleft);
      const std::size_t i = canvas.at(x, y);
      canvas.eosin[i] = std::max(eosin, 0.02F);
      canvas.hematoxylin[i] = 0.11F * canvas.eosin[i];
    }
  }
  return angle;
}

void paint_fat(Canvas& canvas, Random& random, double share) {
  const std::vector<Vacuole> vacuoles = pack_vacuoles(canvas, random, share);
  const Noise wobble(random.bits());
  for (const Vacuole& cell : vacuoles) {
    paint_vacuole(canvas, wobble, cell);
  }
}

}  // namespace msmv::phantom
