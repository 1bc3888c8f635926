#include "msmv/store/looks.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/core.hpp>
#include <utility>
#include <vector>

#include "msmv/image/write.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::store {
namespace {

TEST(Looks, AreNotedForEachPictureAtItsOwnPixelSize) {
  const testing::TemporaryFolder folder;
  cv::Mat stripes(40, 80, CV_8UC3, cv::Scalar(200, 200, 200));
  for (int x = 0; x < stripes.cols; x += 2) {
    stripes.col(x).setTo(cv::Scalar(100, 100, 100));
  }
  image::write(folder / "a.png", RgbImage{stripes});
  dataset::Dataset dataset{"d", {"A"}, {{folder / "a.png", "a", 0}, {folder / "a.png", "b", 0}}};
  dataset.samples[0].um_per_px = PixelSize{0.42, 0.84};
  dataset.samples[1].um_per_px = PixelSize{0.84, 0.84};
  std::vector<std::pair<std::size_t, std::size_t>> shown;
  measure_looks(dataset, {}, [&](std::size_t done, std::size_t of) {
    shown.push_back({done, of});
  });
  EXPECT_EQ(dataset.samples[0].look.value().sharpness, 0);
  EXPECT_GT(dataset.samples[1].look.value().sharpness, 100);
  EXPECT_EQ(shown, (std::vector<std::pair<std::size_t, std::size_t>>{{1, 2}, {2, 2}}));
}

TEST(Looks, NameAPictureThatCannotBeRead) {
  const testing::TemporaryFolder folder;
  dataset::Dataset dataset{"d", {"A"}, {{folder / "none.png", "none", 0}}};
  EXPECT_THROW(measure_looks(dataset, {}), InputError);
}

}  // namespace
}  // namespace msmv::store
