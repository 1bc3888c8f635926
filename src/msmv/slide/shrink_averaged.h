#pragma once

#include <opencv2/core/mat.hpp>

namespace msmv::slide {

// An image shrunk to `size`, at most halved, so that it is as smooth as if the pixels of `size` had
// been averaged at once from something much finer: an average over more than 1.41 pixels has
// widened by itself what averaging to the pixels of `image` had done already, so each result is the
// mean over sqrt(ratio^2 - 1) of them about its centre, 1 (linear interpolation) at least.
cv::Mat shrink_averaged(const cv::Mat& image, const cv::Size& size);

}  // namespace msmv::slide
