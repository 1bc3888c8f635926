#include "msmv/classify/speed.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "classify/random_model.h"
#include "msmv/image/write.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

using testing::TemporaryFolder;

SpeedOptions small_run(const TemporaryFolder& folder) {
  Config config;
  config.krem.windows_px = {224};
  config.krem.steps_px = {80};
  config.image.min_side_px = 224;
  model::write(folder / "m.safetensors", testing::random_model(config, 3));
  RgbImage image{cv::Mat(300, 320, CV_8UC3, cv::Scalar(200, 150, 200))};
  image.pixels(cv::Rect(40, 60, 30, 30)) = cv::Scalar(80, 50, 130);
  image::write(folder / "a.png", image);
  return {.model = folder / "m.safetensors",
          .pictures = {folder / "a.png", folder / "a.png"},
          .reading = {.given_um_per_px = PixelSize{0.42, 0.42}},
          .threads = 1,
          .repeats = 1};
}

TEST(Speed, MeasuresEachStageAndEachNetworkAndSaysWhatIsMissing) {
  const TemporaryFolder folder;
  std::vector<std::string> said;
  const Speed speed =
      measure_speed(small_run(folder), [&](const std::string& text) { said.push_back(text); });

  EXPECT_EQ(said, (std::vector<std::string>{"stages", "libtorch fp32", "libtorch_frozen fp32",
                                            "onednn fp32", "onednn bf16", "onednn int8"}));
  EXPECT_EQ(speed.fields, 2U);
  EXPECT_EQ(speed.patches_per_field, 6);  // six views of one scale
  ASSERT_EQ(speed.stages.size(), 6U);
  EXPECT_EQ(speed.stages.front().stage, "read and decode");
  for (const StageSpeed& stage : speed.stages) {
    EXPECT_GT(stage.ms_per_field, 0) << stage.stage;
  }
  ASSERT_EQ(speed.networks.size(), 5U);
  for (const std::size_t i : {0U, 1U, 2U}) {
    const NetworkSpeed& network = speed.networks[i];
    EXPECT_EQ(network.unavailable, "");
    // 8.17e9 operations a patch: what ms_per_patch and giga_operations_s say of one thread.
    EXPECT_NEAR(network.giga_operations_s * network.ms_per_patch * 1e-3, 8.17, 4) << network.name;
    EXPECT_GT(network.fields_s, 0);
    EXPECT_EQ(network.voters, 6);
    EXPECT_LE(network.voters_early, 6);
    EXPECT_EQ(network.agreement.same_class, 2U);
    EXPECT_LT(network.agreement.greatest_change, 1e-4);
    EXPECT_EQ(network.same_early, 2U);
    EXPECT_GT(network.score_ms, 0);
    EXPECT_GT(speed.share_of_stages(network), 0);
    EXPECT_LT(speed.share_of_stages(network), 1);
    EXPECT_GT(network.peak_memory_bytes, 100'000'000U);  // the weights alone
  }
  EXPECT_EQ(speed.networks[4].unavailable, "int8 has no calibrated range for shared.conv1");
}

TEST(Speed, OfTheNetworkOnlyLeavesOutTheRest) {
  const TemporaryFolder folder;
  SpeedOptions options = small_run(folder);
  options.network_only = true;
  const Speed speed = measure_speed(options, [](const std::string&) {});
  EXPECT_TRUE(speed.stages.empty());
  EXPECT_GT(speed.networks.at(0).ms_per_patch, 0);
  EXPECT_EQ(speed.networks.at(0).fields_s, 0);
}

TEST(Speed, APictureThatCannotBeReadEndsIt) {
  const TemporaryFolder folder;
  SpeedOptions options = small_run(folder);
  options.pictures = {folder / "missing.png"};
  EXPECT_THROW(measure_speed(options, [](const std::string&) {}), InputError);
}

}  // namespace
}  // namespace msmv
