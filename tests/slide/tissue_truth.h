#pragma once

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "msmv/phantom/slide.h"

namespace msmv::testing {

// What a mask of the slide should show, in pixels of level 0: all that is stained, with gaps of up
// to 32 um closed and holes below 0.03 mm2 filled. CV_8UC1, 255 or 0.
inline cv::Mat tissue_truth(const phantom::PhantomSlide& slide) {
  const int gap = static_cast<int>(std::lround(32 / slide.um_per_px)) | 1;
  cv::Mat truth;
  cv::copyMakeBorder(phantom::draw_truth(slide), truth, gap, gap, gap, gap, cv::BORDER_CONSTANT, 0);
  cv::morphologyEx(truth, truth, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, {gap, gap}));
  truth = truth(cv::Rect({gap, gap}, slide.image.pixels.size())).clone();
  std::vector<std::vector<cv::Point>> outlines;
  std::vector<cv::Vec4i> places;  // the fourth: which outline this one is a hole in, or -1
  cv::findContours(truth, outlines, places, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    const double um2 = cv::contourArea(outlines[i]) * slide.um_per_px * slide.um_per_px;
    if (places[i][3] >= 0 && um2 < 30'000) {
      cv::drawContours(truth, outlines, static_cast<int>(i), 255, cv::FILLED);
    }
  }
  return truth;
}

}  // namespace msmv::testing
