#include "msmv/benchmark/slide_speed.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "classify/small_slide.h"
#include "msmv/image/write.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::benchmark {
namespace {

using testing::TemporaryFolder;

SlideSpeedOptions small_slide_run(const TemporaryFolder& folder, ModelFile model) {
  model::write(folder / "m.safetensors", model);
  testing::write_small_slide(folder / "s.tif");
  return {.model = folder / "m.safetensors",
          .slide = folder / "s.tif",
          .tiles = {},
          .threads = 2,
          .repeats = 1,
          .timed_tiles = 5};
}

TEST(SlideSpeed, TimesEachStageAndEachPrecision) {
  const TemporaryFolder folder;
  std::vector<std::string> said;
  const SlideSpeed speed =
      measure_slide_speed(small_slide_run(folder, testing::small_slide_model()),
                          [&](const std::string& text) { said.push_back(text); });
  EXPECT_EQ(said, (std::vector<std::string>{"tissue, tiles and stain", "stages", "openvino fp32",
                                            "openvino bf16", "openvino int8"}));
  EXPECT_EQ(speed.slide, "s.tif");
  EXPECT_EQ(speed.timed_tiles, 5U);
  EXPECT_GT(speed.tiles, 6U);
  EXPECT_NEAR(speed.read_um_per_px, 2.94, 1e-9);  // the patch of 32 pixels
  std::vector<std::string> names;
  double stages_ms = 0;
  for (const StageSpeed& stage : speed.stages) {
    names.push_back(stage.stage);
    EXPECT_GT(stage.core_ms, 0) << stage.stage;
    stages_ms += stage.core_ms;
  }
  EXPECT_EQ(names, (std::vector<std::string>{"read", "fitness", "regions", "patches"}));
  ASSERT_EQ(speed.networks.size(), 3U);
  const SlideNetworkSpeed& fp32 = speed.networks[0];
  EXPECT_EQ(fp32.unavailable, "");
  EXPECT_GT(fp32.encode_core_ms, 0);
  EXPECT_GT(fp32.score_core_ms, 0);
  EXPECT_DOUBLE_EQ(speed.core_ms(fp32), stages_ms + fp32.encode_core_ms + fp32.score_core_ms);
  EXPECT_DOUBLE_EQ(speed.allowed_tiles_s(fp32), 2000 / speed.core_ms(fp32));
  EXPECT_GT(speed.tiles_s(fp32), 0);
  EXPECT_GT(speed.busy_share(fp32), 0);
  EXPECT_GT(fp32.peak_memory_bytes, 10'000'000U);
  EXPECT_EQ(speed.networks[2].unavailable,
            "int8 has no calibrated range for scale0.conv1: msmv model calibrate finds them");
}

TEST(SlideSpeed, TimesAContextAndNucleiWithTheRest) {
  const TemporaryFolder folder;
  ModelFile model = testing::small_slide_model();
  Config config = model.config;
  config.krem.context_px = {448, 336};
  config.krem.turn_context = false;
  model = testing::random_model(config, 3);
  SlideSpeedOptions options = small_slide_run(folder, model);
  options.tiles.wants_nuclei = true;
  const SlideSpeed speed = measure_slide_speed(options, [](const std::string&) {});
  EXPECT_EQ(speed.stages[2].stage, "nuclei and regions");
  EXPECT_GT(speed.networks[0].encode_core_ms, 0) << speed.networks[0].unavailable;
}

TEST(SlideSpeed, SaysWhereThereIsNothingToTime) {
  const TemporaryFolder folder;
  SlideSpeedOptions options = small_slide_run(folder, testing::small_slide_model());
  options.slide = folder / "glass.png";
  image::write(options.slide, {cv::Mat(300, 300, CV_8UC3, cv::Scalar(243, 242, 244))},
               PixelSize{0.5, 0.5});
  try {
    measure_slide_speed(options, [](const std::string&) {});
    FAIL() << "there are no tiles";
  } catch (const InputError& error) {
    EXPECT_EQ(error.fault(), "has no tissue: there is no tile to be timed on");
  }
}

}  // namespace
}  // namespace msmv::benchmark
