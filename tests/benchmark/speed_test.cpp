#include "msmv/benchmark/speed.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "classify/random_model.h"
#include "msmv/image/write.h"
#include "msmv/libtorch/functions.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::benchmark {
namespace {

using testing::TemporaryFolder;

SpeedOptions small_run(const TemporaryFolder& folder) {
  Config config;
  config.krem.windows_px = {224};
  config.krem.steps_px = {80};
  config.krem.views = 2;
  config.image.min_side_px = 224;
  model::write(folder / "m.safetensors", testing::random_model(config, 3));
  RgbImage image{cv::Mat(300, 320, CV_8UC3, cv::Scalar(200, 150, 200))};
  image.pixels(cv::Rect(40, 60, 30, 30)) = cv::Scalar(80, 50, 130);
  image::write(folder / "a.png", image);
  return {.model = folder / "m.safetensors",
          .pictures = {folder / "a.png"},
          .reading = {.given_um_per_px = PixelSize{0.42, 0.42}},
          .threads = 1,
          .repeats = 1};
}

TEST(Speed, MeasuresEachStageAndEachNetworkAndSaysWhatIsMissing) {
  const TemporaryFolder folder;
  SpeedOptions options = small_run(folder);
  RgbImage other{cv::Mat(300, 320, CV_8UC3, cv::Scalar(190, 140, 210))};
  other.pixels(cv::Rect(200, 60, 30, 30)) = cv::Scalar(80, 50, 130);
  image::write(folder / "b.png", other);
  options.pictures.push_back(folder / "b.png");
  options.threads = 2;  // so that the network alone is timed on patches of both fields
  std::vector<std::string> said;
  const Speed speed =
      measure_speed(options, [&](const std::string& text) { said.push_back(text); });

  EXPECT_EQ(said, (std::vector<std::string>{"stages", "libtorch fp32", "openvino fp32",
                                            "openvino bf16", "openvino int8"}));
  EXPECT_EQ(speed.fields, 2U);
  EXPECT_EQ(speed.patches_per_field, 2);  // two views of one scale
  ASSERT_EQ(speed.stages.size(), 7U);
  EXPECT_EQ(speed.stages.front().stage, "read and decode");
  for (const StageSpeed& stage : speed.stages) {
    EXPECT_GT(stage.core_ms, 0) << stage.stage;
  }
  ASSERT_EQ(speed.networks.size(), 4U);
  for (const std::size_t i : {0U, 1U}) {
    const NetworkSpeed& network = speed.networks[i];
    EXPECT_EQ(network.unavailable, "");
    EXPECT_GT(network.ms_per_patch, 1);
    EXPECT_GT(network.giga_operations_s, 0.02 * network.peak.giga_operations_s) << network.name;
    EXPECT_LT(network.giga_operations_s, 1.2 * network.peak.giga_operations_s) << network.name;
    EXPECT_GT(network.fields_s, 0);
    EXPECT_EQ(network.voters, 2);
    EXPECT_LE(network.voters_early, 2);
    EXPECT_EQ(network.agreement.same_class, 2U);
    EXPECT_LT(network.agreement.greatest_change, 1e-4);
    EXPECT_EQ(network.same_early, 2U);
    EXPECT_GT(network.score_ms, 0);
    EXPECT_GT(speed.share_of_stages(network), 0);
    EXPECT_LT(speed.share_of_stages(network), 1);
    EXPECT_GT(network.peak_memory_bytes, 100'000'000U);  // the weights alone
  }
  EXPECT_EQ(speed.networks[3].unavailable,
            "int8 has no calibrated range for scale0.conv1: msmv model calibrate finds them");
}

TEST(Speed, OnADeviceThatIsNotThereEndsAtOnce) {
  if (libtorch::functions().cuda_devices() > 0) {
    GTEST_SKIP() << "there is a CUDA device";
  }
  const TemporaryFolder folder;
  SpeedOptions options = small_run(folder);
  options.device = "cuda";
  int said = 0;
  EXPECT_THROW(measure_speed(options, [&](const std::string&) { ++said; }), InputError);
  EXPECT_EQ(said, 0);
}

TEST(Speed, OfADeviceLeavesTheCoresToTheStages) {
  const Speed speed{.threads = 4, .patches_per_field = 18, .stages = {{"all", 50}}};
  NetworkSpeed network{.ms_per_patch = 1};
  EXPECT_LT(speed.share_of_stages(network), 1);
  network.is_on_device = true;
  EXPECT_EQ(speed.share_of_stages(network), 1);
}

TEST(Speed, EndsAtAPictureThatCannotBeReadAndCanLeaveOutTheRest) {
  const TemporaryFolder folder;
  SpeedOptions options = small_run(folder);
  options.pictures = {folder / "missing.png"};
  EXPECT_THROW(measure_speed(options, [](const std::string&) {}), InputError);
  options.pictures = {folder / "a.png"};
  options.network_only = true;
  const Speed speed = measure_speed(options, [](const std::string&) {});
  EXPECT_TRUE(speed.stages.empty());
  EXPECT_GT(speed.networks.at(0).ms_per_patch, 0);
  EXPECT_EQ(speed.networks.at(0).fields_s, 0);
}

}  // namespace
}  // namespace msmv::benchmark
