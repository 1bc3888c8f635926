#include "msmv/nuclei/eight_turns.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <vector>

#include "msmv/views/views.h"

namespace msmv::nuclei {
namespace {

// Looks at a place's left neighbour, so that it sees every turn in another way.
CentreNetwork one_sided_network() {
  return {.map =
              [](std::span<const std::uint8_t> rgb, PixelExtent extent) {
                CentreMap map{
                    static_cast<int>(extent.width / 2), static_cast<int>(extent.height / 2), {}};
                for (int y = 0; y < map.height; ++y) {
                  for (int x = 0; x < map.width; ++x) {
                    const auto at = static_cast<std::size_t>(2 * y * extent.width + 2 * x) * 3;
                    const float here = rgb[at], left = x > 0 ? rgb[at - 6] : 0;
                    map.values.push_back((here + 2 * left) / 765);
                  }
                }
                return map;
              },
          .threshold = 0.3,
          .id = "one-sided"};
}

cv::Mat map_of(const CentreNetwork& network, const cv::Mat& picture) {
  CentreMap map = network.map({picture.ptr(), picture.total() * 3}, {picture.cols, picture.rows});
  return cv::Mat(map.height, map.width, CV_32F, map.values.data()).clone();
}

cv::Mat pictured_noise() {
  cv::Mat picture(24, 40, CV_8UC3);
  cv::RNG(7).fill(picture, cv::RNG::UNIFORM, 0, 256);
  return picture;
}

TEST(OverEightTurns, FindsTheSameInATurnedPicture) {
  const cv::Mat picture = pictured_noise();
  const CentreNetwork one = one_sided_network(), eight = over_eight_turns(one);
  const auto change = [&](const CentreNetwork& network, View view) {
    const cv::Mat turned = views::turn(picture, view).clone();
    return cv::norm(map_of(network, turned), views::turn(map_of(network, picture), view),
                    cv::NORM_INF);
  };
  for (const View view : kAllViews) {
    EXPECT_LT(change(eight, view), 1e-6) << name(view);
  }
  // A place of the map is the first pixel of four, so even a mirrored picture is another one.
  EXPECT_GT(change(one, View::rot180), 0.1);
}

TEST(OverEightTurns, IsTheMeanOfTheTurns) {
  cv::Mat picture(8, 8, CV_8UC3, cv::Scalar::all(255));
  const cv::Mat map = map_of(over_eight_turns(one_sided_network()), picture);
  // All neighbours are white, but at the border, which is to the left in two of eight turns.
  EXPECT_FLOAT_EQ(map.at<float>(1, 1), 1);
  EXPECT_FLOAT_EQ(map.at<float>(1, 0), (6 + 2 / 3.F) / 8);
  EXPECT_FLOAT_EQ(map.at<float>(0, 0), (4 + 4 / 3.F) / 8);
}

TEST(OverEightTurns, KeepsWhatElseIsKnownOfTheNetwork) {
  const CentreNetwork network = over_eight_turns(one_sided_network());
  EXPECT_EQ(network.id, "one-sided");
  EXPECT_EQ(network.threshold, 0.3);
}

}  // namespace
}  // namespace msmv::nuclei
