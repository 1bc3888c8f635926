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
        "halve a large window by means of 2 x 2 pixels first, so that no pixel is skipped",
        unlimited());
}

}  // namespace msmv::patches
