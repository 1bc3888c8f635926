#include "msmv/nuclei/eight_turns.h"

#include <opencv2/core.hpp>
#include <utility>

#include "msmv/views/views.h"

namespace msmv::nuclei {
namespace {

cv::Mat mirrored(const cv::Mat& picture, bool is_mirrored) {
  return is_mirrored ? views::turn(picture, View::flip_x) : picture;
}

// The map of the picture in that turn, turned back.
cv::Mat_<float> turned_back_map(const CentreNetwork& network, const cv::Mat& picture, View view,
                                bool is_mirrored) {
  const cv::Mat seen = views::turn(mirrored(picture, is_mirrored), view).clone();
  CentreMap map = network.map({seen.ptr(), seen.total() * 3}, {seen.cols, seen.rows});
  const cv::Mat heights(map.height, map.width, CV_32F, map.values.data());
  return mirrored(views::turn(heights, views::inverse(view)), is_mirrored).clone();
}

}  // namespace

CentreNetwork over_eight_turns(const CentreNetwork& network) {
  CentreNetwork averaged = network;
  averaged.map = [network](std::span<const std::uint8_t> rgb, PixelExtent extent) {
    const cv::Mat picture(static_cast<int>(extent.height), static_cast<int>(extent.width), CV_8UC3,
                          const_cast<std::uint8_t*>(rgb.data()));
    cv::Mat sum = cv::Mat::zeros(picture.rows / 2, picture.cols / 2, CV_64F);
    for (const View view : {View::raw, View::rot90, View::rot180, View::rot270}) {
      for (const bool is_mirrored : {false, true}) {
        cv::add(sum, turned_back_map(network, picture, view, is_mirrored), sum, {}, CV_64F);
      }
    }
    CentreMap mean{sum.cols, sum.rows, {}};
    mean.values.reserve(sum.total());
    for (const double value : cv::Mat_<double>(sum)) {
      mean.values.push_back(static_cast<float>(value / 8));
    }
    return mean;
  };
  return averaged;
}

}  // namespace msmv::nuclei
