#pragma once

#include <vector>

#include "msmv/phantom/ducts.h"
#include "msmv/values/nucleus.h"

namespace msmv::phantom {

// A nucleus to be painted: an ellipse with a slightly uneven border.
struct Seedling {
  double x, y;               // centre, in pixels, always on the canvas
  double long_px, short_px;  // semi-axes
  double cos_angle, sin_angle;
  float hematoxylin;
  bool is_vesicular;  // pale inside, with a dark rim and a nucleolus
};

// The tissue that nuclei are placed in.
struct Tissue {
  const Canvas& canvas;
  const std::vector<Duct>& ducts;
  const Noise& bend;  // that the ducts were painted with
  Arrangement arrangement;
  double fibre_angle;
};

// Nuclei for every tissue of the canvas: rows of them in the walls of ducts, crowds in solid
// ones, fibroblasts along the fibres, lymphocytes in groups. Neighbours may touch, and overlap by
// a tenth of their width, but none hides another.
std::vector<Seedling> place_nuclei(const Tissue& tissue, Random& random);

// Paints them; the result holds the true centroid and area of each.
std::vector<Nucleus> paint_nuclei(Canvas& canvas, const std::vector<Seedling>& seedlings,
                                  Random& random);

}  // namespace msmv::phantom
