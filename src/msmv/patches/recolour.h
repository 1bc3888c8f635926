#pragma once

#include "msmv/config/fields.h"
#include "msmv/values/patch_batch.h"

namespace msmv::patches {

// Random colours of an image's samples: `colourings` of them, each a factor from 1 - stain_gain to
// 1 + stain_gain on hematoxylin and another on eosin.
struct Recolouring {
  int colourings = 1;
  double stain_gain = 0;
  bool changes_nothing() const { return stain_gain == 0; }
};

template <RefTo<Recolouring> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("colourings", c.colourings, "colours that samples take in turn", between(1, 1000));
  field("stain_gain", c.stain_gain, "hematoxylin and eosin get stronger or weaker by this part",
        between(0, 0.9));
}

// Gives sample i, at all scales, colouring i modulo `colourings`. The colours are drawn from the
// pixels themselves: the same patches always get the same.
void recolour(PatchBatch& batch, const Recolouring& how);

}  // namespace msmv::patches
