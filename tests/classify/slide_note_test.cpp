#include "msmv/classify/slide_note.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <opencv2/core.hpp>

#include "classify/small_slide.h"
#include "msmv/image/write.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

KeyRegion region_at(std::int64_t x, std::int64_t y) {
  return {.view = View::raw, .windows = {{x, y, 100, 100}, {x, y, 10, 10}}, .nuclei = {1, 1}};
}

TEST(CoveredShare, CountsWhatSeveralWindowsCoverOnce) {
  EXPECT_DOUBLE_EQ(covered_share(std::vector{region_at(0, 0)}, {200, 200}), 0.25);
  EXPECT_DOUBLE_EQ(covered_share(std::vector{region_at(0, 0), region_at(0, 0)}, {200, 200}), 0.25);
  EXPECT_DOUBLE_EQ(covered_share(std::vector{region_at(0, 0), region_at(50, 50)}, {200, 200}),
                   1.75 / 4);
  EXPECT_DOUBLE_EQ(covered_share({}, {200, 200}), 0);
}

TEST(CoverageNote, IsForPicturesLargerThanAField) {
  EXPECT_EQ(coverage_note(std::vector{region_at(0, 0)}, {2048, 1536}), "");
  EXPECT_EQ(coverage_note(std::vector{region_at(0, 0)}, {4000, 4000}),
            "larger than a field: 0 % of it was looked at");
  std::vector<KeyRegion> regions;
  for (std::int64_t i = 0; i < 160; ++i) {
    regions.push_back(region_at(100 * (i % 40), 100 * (i / 40)));
  }
  EXPECT_EQ(coverage_note(regions, {4000, 4000}), "larger than a field: 10 % of it was looked at");
}

TEST(SlideNote, IsForSlidesAndVeryLargePictures) {
  const testing::TemporaryFolder folder;
  testing::write_small_slide(folder / "s.tif");
  image::write(folder / "p.tif", {cv::Mat(300, 300, CV_8UC3, cv::Scalar(1, 2, 3))});
  EXPECT_EQ(slide_note(folder / "s.tif", {1200, 900}),
            "a whole slide (pyramid): msmv slides classifies all of its tissue");
  EXPECT_EQ(slide_note(folder / "p.tif", {300, 300}), "");
  EXPECT_EQ(slide_note(folder / "p.tif", {5000, 3000}),
            "a whole slide: msmv slides classifies all of its tissue");
  EXPECT_EQ(slide_note(folder / "missing.tif", {}), "");
  ASSERT_EQ(mkfifo((folder / "pipe.tif").c_str(), 0600), 0);
  EXPECT_EQ(slide_note(folder / "pipe.tif", {}), "");  // nobody will write into it
}

TEST(SlideNote, NamesTheVendorsFormat) {
  MSMV_NEEDS_SHARED();
  const auto slide = testing::shared_folder() / "data/slides/cmu-1-small-region.svs";
  EXPECT_EQ(slide_note(slide, {}),
            "a whole slide (aperio): msmv slides classifies all of its tissue");
  EXPECT_EQ(slide_note(testing::shared_folder() / "data/slides/HE_example.tif", {}), "");
}

}  // namespace
}  // namespace msmv
