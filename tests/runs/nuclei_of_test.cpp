#include "msmv/runs/nuclei_of.h"

#include <gtest/gtest.h>

#include "msmv/metrics/centre_match.h"
#include "msmv/phantom/draw.h"

namespace msmv::runs {
namespace {

// In the photo's own pixels, whatever their size.
TEST(NucleiOfAPhoto, AreWhereTheyWereDrawn) {
  const phantom::Phantom drawn =
      phantom::draw(4, {.width_px = 900, .height_px = 700, .um_per_px = 0.25});
  const Photo photo{.image = drawn.image, .um_per_px = {0.25, 0.25}, .path = "drawn.png"};
  const report::FoundNuclei found = nuclei_of(photo, {.detector = krem::Detector::hematoxylin});
  EXPECT_EQ(found.file, "drawn.png");
  EXPECT_EQ(found.detector, "hematoxylin");
  EXPECT_NEAR(found.area_mm2, 900 * 700 * 0.0625 / 1e6, 1e-9);
  std::vector<Point> places, truth;
  for (const report::FoundNucleus& nucleus : found.nuclei) {
    places.push_back(nucleus.at);
    EXPECT_GT(nucleus.area_um2, 1);
    EXPECT_LT(nucleus.area_um2, 500);
  }
  for (const Nucleus& nucleus : drawn.nuclei) {
    truth.push_back(nucleus.centre);
  }
  const std::size_t matches = metrics::matched(places, truth, 3 / 0.25);
  EXPECT_GT(metrics::detection(matches, places.size(), truth.size()).f1, 0.8);
}

}  // namespace
}  // namespace msmv::runs
