#include "msmv/krem/hematoxylin_detector.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace msmv::krem {

std::vector<Nucleus> detect_by_hematoxylin(const RgbImage& image, double um_per_px) {
  cv::Mat od(1, 256, CV_32F);
  for (int i = 0; i < 256; ++i) {
    od.at<float>(i) = -std::log((static_cast<float>(i) + 1) / 256);
  }
  cv::Mat density;
  cv::LUT(image.pixels, od, density);
  cv::Mat hematoxylin;
  cv::transform(density, hematoxylin, cv::Matx13f(1.88F, -0.07F, -0.60F));
  cv::GaussianBlur(hematoxylin, hematoxylin, {}, 1.47 / um_per_px);
  double largest = 0;
  cv::minMaxLoc(hematoxylin, nullptr, &largest);
  cv::Mat coarse;
  hematoxylin.convertTo(coarse, CV_8U, largest > 0 ? 255 / largest : 0);
  const double threshold = cv::threshold(coarse, coarse, 0, 1, cv::THRESH_BINARY | cv::THRESH_OTSU);
  const int radius = static_cast<int>(std::lround(2.1 / um_per_px));
  cv::Mat highest;
  cv::dilate(hematoxylin, highest,
             cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * radius + 1, 2 * radius + 1}));
  const cv::Mat peaks = (hematoxylin == highest) & (hematoxylin > threshold / 255 * largest);
  cv::Mat labels, measures, centres;
  const int count = cv::connectedComponentsWithStats(peaks, labels, measures, centres);
  std::vector<Nucleus> nuclei;
  for (int i = 1; i < count; ++i) {
    nuclei.push_back({{centres.at<double>(i, 0) + 0.5, centres.at<double>(i, 1) + 0.5}, 0});
  }
  return nuclei;
}

}  // namespace msmv::krem
