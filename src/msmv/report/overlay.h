#pragma once

#include <span>
#include <string>

#include "msmv/image/rgb_image.h"
#include "msmv/values/key_region.h"
#include "msmv/values/nucleus.h"

namespace msmv::report {

// Marks to be drawn over a field; all in field pixels.
struct OverlayMarks {
  std::span<const Nucleus> nuclei;
  std::span<const KeyRegion> regions;
  std::string caption;  // a line of text below the field: the class, its score
};

// The field with a ring around each nucleus, the windows of each key region in a colour a scale
// (blue, orange and vermilion, coarse to fine) with its view and nuclei counts, and below it a
// strip with a scale bar and the key. The field itself keeps its pixels where nothing is drawn.
RgbImage draw_overlay(const Field& field, const OverlayMarks& marks);

}  // namespace msmv::report
