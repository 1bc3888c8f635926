#pragma once

#include "msmv/config/fields.h"

namespace msmv::patches {

struct Config {
  int side_px = 224;
  bool antialias = true;
};

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("side_px", c.side_px, "side of a patch, as the encoders take it", between(8, 4096));
  field("antialias", c.antialias,
        "reduce a large window by at most 2x a bilinear step, so that no pixel is skipped",
        unlimited());
}

}  // namespace msmv::patches
