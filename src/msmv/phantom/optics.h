#pragma once

#include "msmv/image/rgb_image.h"
#include "msmv/phantom/canvas.h"
#include "msmv/phantom/noise.h"

namespace msmv::phantom {

// Photographs the canvas: Beer and Lambert's law with stain vectors, light and blur of its own for
// each draw, then the noise of a sensor. Fixed-point from the densities on, so that the levels
// don't depend on the processor.
RgbImage expose(const Canvas& canvas, Random& random);

}  // namespace msmv::phantom
