#pragma once

#include "msmv/config/fields.h"
#include "msmv/values/geometry.h"

namespace msmv::image {

struct Config {
  double um_per_px = 0.42;
  int min_side_px = 897;      // smaller fields are mirrored out to it
  int refused_side_px = 224;  // smaller ones than this are refused
};

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("um_per_px", c.um_per_px, "working resolution, in micrometres per pixel",
        between(kSmallestPixelUm, kLargestPixelUm));
  field("min_side_px", c.min_side_px, "fields with a smaller side are mirrored out to it",
        between(32, 16384));
  field("refused_side_px", c.refused_side_px, "fields with a smaller side are refused",
        between(1, 16384));
}

}  // namespace msmv::image
