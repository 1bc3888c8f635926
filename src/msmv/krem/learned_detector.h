#pragma once

#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/values/centre_map.h"
#include "msmv/values/nucleus.h"

namespace msmv::krem {

// Nuclei as the peaks of a network's map of centres (deviation D11): places that none of the 5 x 5
// round them exceeds, at least network.threshold high, moved to the top of the parabola through
// their neighbours. A nucleus's probability is its peak's height; its area is 0
// (measure_areas of hematoxylin_detector.h gives it). Reads the picture in its own colours, before any stain
// normalisation: it was trained on those of many laboratories. Nuclei of a turned or mirrored
// picture are the turned nuclei but for few: tests/krem/learned_detector_test.cpp states how few.
// Throws std::invalid_argument for a map that is not half the picture's size.
std::vector<Nucleus> detect_by_network(const RgbImage& image, double um_per_px,
                                       const CentreNetwork& network);

// The peaks of a map, in its places: (0.5, 0.5) is the middle of the first. In reading order.
struct Peak {
  Point at;
  float height = 0;
};
std::vector<Peak> peaks_of(const CentreMap& map, double threshold);

}  // namespace msmv::krem
