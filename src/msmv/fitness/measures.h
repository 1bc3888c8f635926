#pragma once

#include <array>
#include <utility>

namespace msmv::fitness {

// What one field shows of its tissue and of what spoils it (fitness/look.h measures it). Shares are
// of the field's area.
struct Measures {
  double tissue = 0;   // in the colours of hematoxylin and eosin, outside pen
  double foreign = 0;  // in other colours, or dark gray; outside pen
  double dark = 0;     // so dark that hardly any light came through
  double pen = 0;      // ink of a marker: blue, green, black or red
  double blood = 0;    // lakes of red cells
  double fold = 0;     // tissue that lies double
  double blur = 0;     // out of focus while the rest may be sharp
  // Energy of the slopes at 0.84 um over that after a blur of 1.68 um: about 4 in focus, 1.6 behind
  // a Gaussian of 2 um, 1 where all detail is gone, 90 for noise from pixel to pixel.
  double sharpness = 0;
  // The hue in optical density that nine of ten tissue pixels stay below, in degrees: 0 blue, 30
  // hematoxylin, 90 to 160 eosin.
  double eosin_hue = 0;
  // What the densest small structures have more than their surroundings, in optical density of R,
  // G, B; of sum 3. Nuclei of H&E: about 1.1, 1.5, 0.4; anything gray: 1, 1, 1.
  std::array<double, 3> nuclear_colour{};
};

// The measures that tables have a column for, under its name.
inline std::array<std::pair<const char*, double>, 6> named(const Measures& m) {
  return {{{"tissue", m.tissue},
           {"pen", m.pen},
           {"blood", m.blood},
           {"fold", m.fold},
           {"blur", m.blur},
           {"sharpness", m.sharpness}}};
}

}  // namespace msmv::fitness
