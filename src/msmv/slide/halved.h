#pragma once

#include "msmv/image/rgb_image.h"
#include "msmv/slide/slide.h"

// Pixels of a slide that come out the same, but for a level's own compression, from whichever level
// they are read: means over squares of 2^k pixels of level 0, as a scanner's pyramid has them.

namespace msmv::slide {

enum class From { coarsest_level, level_0 };

// The sides of those squares: the largest power of two that is at most `most`, 1 at least (1 % more
// is let pass, as in Slide::read).
int halved_side(double most);

// A rectangle of level 0 in squares of halved_side(most) pixels a side, counted from the slide's
// corner: its corner is moved to the nearest square's, its sides become the nearest whole number of
// them. Read from the coarsest level that has pixels no larger than these squares, or from level 0.
// Throws InputError as Slide::read does.
RgbImage read_halved(const Slide& slide, const PixelRect& at_level_0, double most,
                     From from = From::coarsest_level);

// An image shrunk to `size`, at most halved, so that it is as smooth as if the pixels of `size` had
// been averaged at once from something much finer: an average over more than 1.41 pixels has
// widened by itself what averaging to the pixels of `image` had done already, so each result is the
// mean over sqrt(ratio^2 - 1) of them about its centre, 1 (linear interpolation) at least.
cv::Mat shrink_averaged(const cv::Mat& image, const cv::Size& size);

}  // namespace msmv::slide
