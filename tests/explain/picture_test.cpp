#include "msmv/explain/picture.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "classify/small_slide.h"
#include "msmv/engine/runtime.h"

namespace msmv::explain {
namespace {

TEST(Explanation, ColoursTheWindowsOfAFieldAndNothingElse) {
  if (engine::runtime().empty()) {
    GTEST_SKIP() << "needs OpenVINO";
  }
  const auto file = std::make_shared<const ModelFile>(testing::small_slide_model());
  const Model model = model_of(*file, {});
  Photo photo{.image = {cv::Mat(600, 800, CV_8UC3, cv::Scalar(230, 150, 200))},
              .um_per_px = {0.42, 0.42}};
  cv::circle(photo.image.pixels, {200, 300}, 40, cv::Scalar(80, 50, 130), cv::FILLED);
  const PreparedField prepared = prepare(photo, model.config);
  const RgbImage picture =
      explanation(prepared, diagnose(prepared, model), Explainer(file), model.config.classes);
  ASSERT_EQ(picture.pixels.cols, 400);
  cv::Mat covered = cv::Mat::zeros(300, 400, CV_8UC1);
  for (const KeyRegion& region : prepared.regions) {
    const PixelRect& window = region.windows.front();
    const auto half = [](std::int64_t px) { return static_cast<int>(px / 2); };
    covered(cv::Rect(half(window.x), half(window.y), half(window.width), half(window.height))) = 1;
  }
  int coloured_outside = 0, coloured_inside = 0;
  for (int y = 0; y < 300; ++y) {
    for (int x = 0; x < 400; ++x) {
      const auto& pixel = picture.pixels.at<cv::Vec3b>(y, x);
      const bool is_coloured = std::abs(pixel[0] - pixel[2]) > 3;
      (covered.at<std::uint8_t>(y, x) ? coloured_inside : coloured_outside) += is_coloured ? 1 : 0;
    }
  }
  EXPECT_GT(coloured_inside, 1000);
  EXPECT_LT(coloured_outside, 900);  // a place of the map is two pixels wide
}

}  // namespace
}  // namespace msmv::explain
