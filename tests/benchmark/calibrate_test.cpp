#include "msmv/benchmark/calibrate.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <set>

#include "classify/random_model.h"
#include "msmv/image/write.h"
#include "msmv/libtorch/functions.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::benchmark {
namespace {

using testing::TemporaryFolder;

class Calibrating : public ::testing::Test {
 protected:
  Calibrating() {
    Config config;
    config.krem.windows_px = {224};
    config.krem.steps_px = {80};
    config.krem.views = 1;
    config.image.min_side_px = 224;
    model_ = testing::random_model(config, 3);
    for (int i = 0; i < 2; ++i) {
      RgbImage image{cv::Mat(230, 240, CV_8UC3, cv::Scalar(230 - 60 * i, 150, 200))};
      image.pixels(cv::Rect(40, 60, 30, 30)) = cv::Scalar(80, 50, 130);
      image::write(folder_ / (std::to_string(i) + ".png"), image);
      pictures_.push_back({folder_ / (std::to_string(i) + ".png"), PixelSize{0.42, 0.42}});
    }
  }

  TemporaryFolder folder_;
  ModelFile model_;
  std::vector<PictureToClassify> pictures_;
};

TEST_F(Calibrating, GivesTheModelInt8AndKeepsWhatItWasSeenToDo) {
  std::set<std::string> told;
  const auto progress = [&](const std::string& what, std::size_t, std::size_t) {
    told.insert(what);
  };
  const CalibrationRun run{.threads = 1, .progress = progress};
  calibrate(model_, pictures_, "two drawn ones", run);
  const auto added = validate(model_, pictures_, "cpu", run);

  model::write(folder_ / "m.safetensors", model_);
  const Calibration kept = calibration_of(model::read(folder_ / "m.safetensors").calibration);
  EXPECT_EQ(kept.fields, 2);
  EXPECT_EQ(kept.images, "two drawn ones");
  // Stem, blocks, projections; the last block's sum is multiplied by nothing and needs none.
  EXPECT_EQ(kept.activation_ranges.size(), 1U + 16 * 2 + 16 + 4 - 1);
  ASSERT_EQ(kept.validations.size(), added.size());
  ASSERT_FALSE(added.empty());
  EXPECT_EQ(added.back().precision, engine::Precision::int8);
  EXPECT_EQ(added.back().fields, 2);
  EXPECT_GT(added.back().greatest_change, 0);
  EXPECT_LT(added.back().greatest_change, 0.1);
  EXPECT_TRUE(told.contains("Classified in int8"));
  // Two fields are too few to take it of its own accord.
  const Model model = load_model(folder_ / "m.safetensors", {.precision = std::nullopt});
  EXPECT_EQ(model.network->facts().precision, "fp32");
}

TEST_F(Calibrating, OnADeviceThatIsNotThereEndsIt) {
  if (libtorch::functions().cuda_devices() > 0) {
    GTEST_SKIP() << "there is a CUDA device";
  }
  EXPECT_THROW(validate(model_, pictures_, "cuda", {}), InputError);
}

TEST_F(Calibrating, APictureThatCannotBeReadEndsIt) {
  pictures_.push_back({folder_ / "missing.png", std::nullopt});
  EXPECT_THROW(calibrate(model_, pictures_, "", {}), InputError);
  EXPECT_TRUE(model_.calibration.empty());
}

}  // namespace
}  // namespace msmv::benchmark
