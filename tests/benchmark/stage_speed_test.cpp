#include "msmv/benchmark/stage_speed.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "msmv/image/write.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::benchmark {
namespace {

using testing::TemporaryFolder;

TEST(StageClock, TimesEachStageOnceAPicture) {
  const TemporaryFolder folder;
  image::write(folder / "a.png", {cv::Mat(900, 920, CV_8UC3, cv::Scalar(200, 150, 200))});
  const Config config;
  StageClock clock(config, {.given_um_per_px = PixelSize{0.42, 0.42}}, 2);
  clock.time(folder / "a.png");
  const PatchBatch patches = clock.time(folder / "a.png");
  EXPECT_EQ(patches.samples, 6U);
  EXPECT_EQ(patches.scales, 3U);
  std::vector<std::string> names;
  for (const StageSpeed& stage : clock.per_field()) {
    names.push_back(stage.stage);
    EXPECT_GT(stage.core_ms, 0) << stage.stage;
    EXPECT_LT(stage.core_ms, 60'000) << stage.stage;
  }
  EXPECT_EQ(names, (std::vector<std::string>{"read and decode", "resample", "fitness", "stain",
                                             "nuclei", "key regions", "patches"}));
  EXPECT_THROW(clock.time(folder / "missing.png"), InputError);
}

}  // namespace
}  // namespace msmv::benchmark
