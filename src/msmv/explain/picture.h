#pragma once

#include "msmv/classify/classify.h"
#include "msmv/explain/explainer.h"

namespace msmv::explain {

// Paints the evidence for the class that was named over the field in gray (explain/field_map.h);
// the strip below names the class and its score. `prepared` must have its patches. The strongest
// value of any class is opaque.
RgbImage explanation(const PreparedField& prepared, const Diagnosis& diagnosis,
                     const Explainer& explainer, const ClassNames& classes);

}  // namespace msmv::explain
