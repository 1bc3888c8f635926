#pragma once

#include <vector>

#include "msmv/config/fields.h"
#include "msmv/phantom/canvas.h"
#include "msmv/phantom/noise.h"

namespace msmv::phantom {

// Which of BACH's classes a phantom imitates, roughly. It carries no diagnosis.
enum class Arrangement { normal, benign, in_situ, invasive };

constexpr EnumNames<Arrangement, 4> enum_names(Arrangement) {
  return {{{Arrangement::normal, "normal"},
           {Arrangement::benign, "benign"},
           {Arrangement::in_situ, "in_situ"},
           {Arrangement::invasive, "invasive"}}};
}

// A bent ellipse of epithelium: a duct, an acinus, a nest of tumour cells.
struct Duct {
  double x, y;  // its centre, in pixels
  double long_px, short_px, cos_angle, sin_angle;
  double bend_px;                 // how far noise moves its wall
  double wall_px;                 // of epithelium; inside of that is the lumen
  float secretion;                // eosin in the lumen
  std::vector<Duct> lumina = {};  // of a cribriform duct

  // How deep a place lies inside, in pixels; negative outside.
  double depth(double place_x, double place_y, const Noise& bend, double um_per_px) const;
  double reach() const { return std::max(long_px, short_px) + bend_px + 2; }
};

// Ducts as the arrangement has them, none across another.
std::vector<Duct> lay_ducts(const Canvas& canvas, Random& random, Arrangement arrangement);

// Their walls and lumina; `bend` is what their depth is measured with, here and when nuclei are
// placed.
void paint_ducts(Canvas& canvas, const std::vector<Duct>& ducts, const Noise& bend);

}  // namespace msmv::phantom
