#pragma once

#include "msmv/phantom/canvas.h"
#include "msmv/phantom/noise.h"

namespace msmv::phantom {

// Connective tissue over the whole canvas: wavy bundles of eosin-stained fibres with clefts
// between them. Returns the direction of the fibres, in radians.
double paint_stroma(Canvas& canvas, Random& random);

// Fat cells: round empty vacuoles, pressed together, with a thin stained rim, where a slow noise
// says that there is fat; about `share` of the field.
void paint_fat(Canvas& canvas, Random& random, double share);

}  // namespace msmv::phantom
