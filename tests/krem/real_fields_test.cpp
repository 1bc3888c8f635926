// The classical detector on real fields, against their labels.

#include <gtest/gtest.h>

#include <vector>

#include "msmv/image/field.h"
#include "msmv/image/read.h"
#include "msmv/krem/detect.h"
#include "msmv/metrics/centre_match.h"
#include "msmv/nuclei/labelled_field.h"
#include "temporary_folder.h"

namespace msmv::krem {
namespace {

constexpr double kUmPerPx = 0.25, kMatch_um = 3;

double f1_of(const std::string& number) {
  const auto folder = testing::shared_folder() / "data/nuclei";
  image::ReadOptions reading;
  reading.given_um_per_px = PixelSize{kUmPerPx, kUmPerPx};
  const Photo photo = image::read(folder / "images" / (number + ".jpg"), reading);
  const Field field = image::to_field(photo, {.min_side_px = 1, .refused_side_px = 1});
  std::vector<Point> found;
  for (const Nucleus& nucleus :
       detect(field.image, field.um_per_px, {.detector = Detector::hematoxylin})) {
    found.push_back(image::to_original(field, nucleus.centre));
  }
  const auto truth = nuclei::centroids_of_labels(folder / "labels" / (number + ".png"));
  const std::size_t matches = metrics::matched(found, truth, kMatch_um / kUmPerPx);
  return metrics::detection(matches, found.size(), truth.size()).f1;
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
