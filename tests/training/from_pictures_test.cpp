#include "msmv/training/from_pictures.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "golden/formula.h"
#include "msmv/image/write.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::training {
namespace {

// Three small pictures of two classes: blots on pink.
dataset::Dataset three_pictures(const testing::TemporaryFolder& folder) {
  dataset::Dataset set{.classes = {"one", "other"}};
  for (std::size_t i = 0; i < 3; ++i) {
    cv::Mat pixels(240, 320, CV_8UC3, cv::Scalar(230, 180, 210));
    cv::RNG random(i + 1);
    for (int blot = 0; blot < 60; ++blot) {
      pixels(cv::Rect(random.uniform(0, 310), random.uniform(0, 230), 9, 9))
          .setTo(cv::Scalar(90, 50, 130));
    }
    const std::string name = std::to_string(i) + ".png";
    image::write(folder / name, RgbImage{pixels});
    set.samples.push_back({.path = folder / name, .name = name, .label = i % 2});
  }
  return set;
}

ModelFile small_model() {
  ModelFile model;
  auto& config = model.config;
  config.classes = {"one", "other"};
  config.image.min_side_px = 224;
  config.krem.windows_px = {96};
  config.krem.steps_px = {16};
  config.patches.side_px = 32;
  config.pfenet.shared_weights = true;
  config.fdnet.discriminator = fdnet::Discriminator::fc;
  for (const auto& [name, shape] : layout(config)) {
    model.weights[name] = golden::weight(name, shape);
  }
  return model;
}

Config config_of(int first_trained_stage) {
  Config config;
  config.first_trained_stage = first_trained_stage;
  config.regions_per_view = 2;
  config.margin_px = 4;
  return config;
}

const dataset::Fold kFold{.name = "", .training = {0, 2}, .validation = {1}};

TEST(FromPictures, GivesPatchesWithAMarginToLearnFromAndPlainOnesToJudgeOn) {
  const testing::TemporaryFolder folder;
  const auto set = three_pictures(folder);
  std::vector<std::size_t> steps;
  const auto data =
      gather(set, kFold, small_model(), config_of(4),
             {.store = folder / "store", .progress = [&](std::size_t done, std::size_t of) {
                EXPECT_EQ(of, 3U);
                steps.push_back(done);
              }});
  EXPECT_EQ(steps, (std::vector<std::size_t>{1, 2, 3}));
  ASSERT_EQ(data.training.size(), 2U);
  EXPECT_EQ(data.training[1].name, "2.png");
  EXPECT_EQ(data.training[1].label, 0U);
  EXPECT_EQ(data.training[1].patches.samples, 12U);  // six views, two regions each
  EXPECT_EQ(data.training[1].patches.side_px, 40U);
  ASSERT_EQ(data.validation.size(), 1U);
  EXPECT_EQ(data.validation[0].patches.samples, 6U);
  EXPECT_EQ(data.validation[0].patches.side_px, 32U);
}

TEST(FromPictures, GivesEncodingsWhereTheEncodersStayAsTheyAre) {
  const testing::TemporaryFolder folder;
  const auto set = three_pictures(folder);
  const Gathering gathering{.store = folder / "store"};
  const auto data = gather(set, kFold, small_model(), config_of(5), gathering);
  EXPECT_EQ(data.training[0].encodings.samples, 12U);
  EXPECT_EQ(data.training[0].encodings.features, 2048U);
  EXPECT_EQ(data.training[0].patches.samples, 0U);
  // The same again from the store; other encoders are another fingerprint, another FDNet is not.
  auto other = small_model();
  other.weights.at("fdnet.classifier.bias").values[0] += 1;
  EXPECT_EQ(gather(set, kFold, other, config_of(5), gathering).fingerprint, data.fingerprint);
  other.weights.at("pfenet.shared.bn1.bias").values[0] += 1;
  EXPECT_NE(gather(set, kFold, other, config_of(5), gathering).fingerprint, data.fingerprint);
}

TEST(FromPictures, StopsWhenInterruptedAndKeepsWhatItHas) {
  const testing::TemporaryFolder folder;
  const auto set = three_pictures(folder);
  bool is_interrupted = false;
  const Gathering gathering{.store = folder / "store",
                            .threads = 1,
                            .progress = [&](std::size_t, std::size_t) { is_interrupted = true; },
                            .is_interrupted = [&] { return is_interrupted; }};
  EXPECT_THROW(gather(set, kFold, small_model(), config_of(4), gathering), Interrupted);
  int entries = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder / "store")) {
    ++entries;
  }
  EXPECT_EQ(entries, 1);
}

}  // namespace
}  // namespace msmv::training
