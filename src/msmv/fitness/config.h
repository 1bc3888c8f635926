#pragma once

#include "msmv/config/fields.h"

namespace msmv::fitness {

// What a field must show for a diagnosis (docs/fitness.md has the distributions behind the
// numbers): deviation D60.
struct Config {
  bool refuse = true;
  double least_tissue = 0.01;
  double most_foreign = 0.4;
  double most_dark = 0.5;
  double least_sharpness = 1.7;
  double most_sharpness = 40;
  double least_eosin_hue = 30;
  double least_nuclear_colour = 0.3;
  double most_blue_over_red = 0.52;
  int least_nuclei = 3;
};

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("refuse", c.refuse, "give no class to a field that can't carry a diagnosis", unlimited());
  field("least_tissue", c.least_tissue, "share of the field that must be stained tissue",
        between(0, 1));
  field("most_foreign", c.most_foreign,
        "share of what is stained that may have other colours than hematoxylin and eosin",
        between(0, 1));
  field("most_dark", c.most_dark, "share of the field that may be dark", between(0, 1));
  field("least_sharpness", c.least_sharpness, "sharpness below which a field is out of focus",
        between(0, 1000));
  field("most_sharpness", c.most_sharpness, "sharpness above which a field is noise",
        between(1, 1e6));
  field("least_eosin_hue", c.least_eosin_hue,
        "hue in degrees that a tenth of the tissue must reach: there is eosin", between(-180, 180));
  field("least_nuclear_colour", c.least_nuclear_colour,
        "how far the colour of dense structures must be from gray", between(0, 3));
  field("most_blue_over_red", c.most_blue_over_red,
        "how much more blue than red light dense structures may absorb", between(-3, 3));
  field("least_nuclei", c.least_nuclei, "nuclei that must be found", between(0, 1e6));
}

}  // namespace msmv::fitness
