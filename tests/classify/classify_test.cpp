#include "msmv/classify/classify.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <set>

#include "classify/random_model.h"
#include "msmv/patches/cut.h"
#include "stain/he_image.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

// A field of dark blots on pink: something for KREM to find.
Photo blots(int width, int height) {
  Photo photo;
  photo.image.pixels = cv::Mat(height, width, CV_8UC3, cv::Scalar(225, 180, 205));
  for (int i = 0; i < width * height / 4000; ++i) {
    const cv::Point centre(i * 7919 % width, i * 104729 % height);
    cv::circle(photo.image.pixels, centre, 8, cv::Scalar(90, 60, 140), cv::FILLED);
  }
  photo.um_per_px = {0.42, 0.42};
  return photo;
}

// One scale and few views: a network that answers within a test's patience.
Config small_config() {
  Config config;
  config.krem.windows_px = {224};
  config.krem.steps_px = {80};
  config.krem.views = 2;
  config.image.min_side_px = 224;
  return config;
}

TEST(Prepare, CutsAPatchOfEachScaleForEachRegion) {
  const PreparedField prepared = prepare(blots(2048, 1536), Config{});
  EXPECT_EQ(prepared.field.image.pixels.size(), cv::Size(2048, 1536));
  ASSERT_EQ(prepared.regions.size(), 6U);
  EXPECT_EQ(prepared.patches.samples, 6U);
  EXPECT_EQ(prepared.patches.scales, 3U);
  std::set<View> views;
  for (const KeyRegion& region : prepared.regions) {
    views.insert(region.view);
    EXPECT_EQ(region.windows[0].width, 897);
  }
  EXPECT_EQ(views.size(), 6U);
}

// Windows of the patch's side are copied: recoloured before or after is the same.
TEST(Prepare, GivesPatchesInTheTargetsColoursAndLeavesTheFieldInItsOwn) {
  const Photo photo{.image = testing::he_image({500, 400}, {}, 1, 0.7), .um_per_px = {0.42, 0.42}};
  for (const auto method : {stain::Method::macenko, stain::Method::reinhard}) {
    Config config = small_config();
    config.stain.method = method;
    const PreparedField prepared = prepare(photo, config);
    ASSERT_EQ(prepared.recolouring.fault, stain::Fault::none);
    EXPECT_EQ(prepared.field.image.pixels.data, photo.image.pixels.data);
    const Field shown = normalized_field(prepared);
    EXPECT_NE(shown.image.pixels.at<cv::Vec3b>(5, 5), photo.image.pixels.at<cv::Vec3b>(5, 5));
    EXPECT_EQ(prepared.patches.pixels,
              patches::cut(shown.image, prepared.regions, config.patches).pixels);
  }
}

TEST(Prepare, RandomWindowsDependOnThePixelsAlone) {
  Config config;
  config.krem.selector = krem::Selector::random;
  const auto first = prepare(blots(1200, 1000), config).regions;
  EXPECT_EQ(prepare(blots(1200, 1000), config).regions, first);
  Photo other = blots(1200, 1000);
  cv::circle(other.image.pixels, {600, 500}, 40, cv::Scalar(20, 20, 60), cv::FILLED);
  EXPECT_NE(prepare(other, config).regions, first);
}

TEST(Classify, IsPrepareThenDiagnose) {
  testing::TemporaryFolder folder;
  model::write(folder / "m.safetensors", testing::random_model(small_config(), 1));
  const Model model = load_model(folder / "m.safetensors", {});
  const Photo photo = blots(500, 400);

  const Diagnosis diagnosis = classify(photo, model);

  ASSERT_EQ(diagnosis.views.size(), 2U);
  const auto encodings = model.network->encode(prepare(photo, model.config).patches);
  EXPECT_EQ(diagnosis.views[1].scores, model.network->score(encodings)[1]);
  EXPECT_EQ(diagnosis.votes.size(), 4U);
}

}  // namespace
}  // namespace msmv
