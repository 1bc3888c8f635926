#pragma once

#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/values/nucleus.h"

namespace msmv::krem {

// The paper's nuclei (KREM, binarization and refinement), to the letter and in its pixels of
// 0.42 um: grayscale; darker than the mean of the image; connected, with an area above 80 pixels
// and area / circumference below 2.5. Finds little but debris on real fields; kept for comparison.
// Area and circumference are those of the outer contour through the centres of the border pixels,
// 8-connected, as OpenCV draws it (deviation D10). Exactly equivariant under the six views.
std::vector<Nucleus> detect_as_in_paper(const RgbImage& image);

}  // namespace msmv::krem
