// The default detector on real fields, against their labels.

#include <algorithm>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <tuple>
#include <vector>

#include "msmv/image/field.h"
#include "msmv/image/read.h"
#include "msmv/krem/detect.h"
#include "temporary_folder.h"

namespace msmv::krem {
namespace {

constexpr double kUmPerPx = 0.25, kMatch_um = 3;

std::vector<Point> centroids(const cv::Mat& labels) {
  std::map<int, std::array<double, 3>> sums;
  for (int y = 0; y < labels.rows; ++y) {
    for (int x = 0; x < labels.cols; ++x) {
      if (const int label = labels.at<std::uint16_t>(y, x); label != 0) {
        auto& sum = sums[label];
        sum[0] += x + 0.5;
        sum[1] += y + 0.5;
        sum[2] += 1;
      }
    }
  }
  std::vector<Point> points;
  for (const auto& [label, sum] : sums) {
    points.push_back({sum[0] / sum[2], sum[1] / sum[2]});
  }
  return points;
}

// Pairs one to one, the nearest first.
std::size_t matched(const std::vector<Point>& found, const std::vector<Point>& truth) {
  std::vector<std::tuple<double, std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (std::size_t j = 0; j < truth.size(); ++j) {
      const double distance =
          std::hypot(found[i].x - truth[j].x, found[i].y - truth[j].y) * kUmPerPx;
      if (distance <= kMatch_um) {
        pairs.emplace_back(distance, i, j);
      }
    }
  }
  std::ranges::sort(pairs);
  std::vector<bool> is_found(found.size()), is_true(truth.size());
  std::size_t count = 0;
  for (const auto& [distance, i, j] : pairs) {
    if (!is_found[i] && !is_true[j]) {
      is_found[i] = is_true[j] = true;
      ++count;
    }
  }
  return count;
}

double f1_of(const std::string& number) {
  const auto folder = testing::shared_folder() / "data/nuclei";
  image::ReadOptions reading;
  reading.given_um_per_px = PixelSize{kUmPerPx, kUmPerPx};
  const Photo photo = image::read(folder / "images" / (number + ".jpg"), reading);
  const Field field = image::to_field(photo, {.min_side_px = 1, .refused_side_px = 1});
  std::vector<Point> found;
  for (const Nucleus& nucleus : detect(field.image, field.um_per_px, Config{})) {
    found.push_back(image::to_original(field, nucleus.centre));
  }
  const auto truth =
      centroids(cv::imread((folder / "labels" / (number + ".png")).string(), cv::IMREAD_UNCHANGED));
  return 2.0 * static_cast<double>(matched(found, truth)) /
         static_cast<double>(found.size() + truth.size());
}

TEST(NucleiOnRealFields, MeanF1IsAtLeast80Percent) {
  MSMV_NEEDS_SHARED();
  double sum = 0;
  for (int i = 1; i <= 12; ++i) {
    sum += f1_of((i < 10 ? "0" : "") + std::to_string(i));
  }
  EXPECT_GE(sum / 12, 0.80);
}

}  // namespace
}  // namespace msmv::krem
