#pragma once

// The six views of a field (paper: multi-view) for pixels, places and rectangles. `turn` leads
// from a frame to its view; `turn` by `inverse(view)`, given the view's extent, leads back, and
// for rectangles, pixels and places with an exact difference both ways are exact.

#include <opencv2/core/mat.hpp>

#include "msmv/values/geometry.h"
#include "msmv/values/view.h"

namespace msmv::views {

// The view that undoes `view`.
View inverse(View view);

// The extent of `view` of a frame of this extent: the two rotations by a quarter swap the sides.
PixelExtent turned(PixelExtent frame, View view);

// Where a place or a rectangle of the frame lies in its view.
Point turn(Point place, PixelExtent frame, View view);
PixelRect turn(const PixelRect& rect, PixelExtent frame, View view);

// The view itself: a copy, except for `raw`, which shares the pixels of `image`.
cv::Mat turn(const cv::Mat& image, View view);

}  // namespace msmv::views
