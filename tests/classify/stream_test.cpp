#include "msmv/classify/stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <new>
#include <opencv2/core.hpp>

#include "classify/random_model.h"
#include "msmv/image/write.h"
#include "network/fake_network.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

using testing::TemporaryFolder;

class ClassifyStream : public ::testing::Test {
 protected:
  ClassifyStream() {
    Config config;
    config.krem.windows_px = {224};
    config.krem.steps_px = {80};
    config.krem.views = 1;
    config.image.min_side_px = 224;
    model::write(folder_ / "m.safetensors", testing::random_model(config, 3));
    model_ = load_model(folder_ / "m.safetensors", {});
    for (int i = 0; i < 3; ++i) {
      RgbImage image{cv::Mat(300, 320, CV_8UC3, cv::Scalar(230 - 40 * i, 150, 200))};
      image.pixels(cv::Rect(40 * i, 60, 30, 30)) = cv::Scalar(80, 50, 130);
      image::write(folder_ / (std::to_string(i) + ".png"), image);
    }
    std::ofstream(folder_ / "broken.png") << "no picture";
  }

  std::vector<Classified> classify(const std::vector<std::string>& names) const {
    std::size_t next = 0;
    std::vector<Classified> results;
    classify_stream(
        [&]() -> std::optional<PictureToClassify> {
          if (next == names.size()) {
            return std::nullopt;
          }
          return PictureToClassify{folder_ / names[next++], PixelSize{0.42, 0.42}};
        },
        [&](Classified&& classified) {
          results.push_back(std::move(classified));
          return true;
        },
        model_, {});
    return results;
  }

  TemporaryFolder folder_;
  Model model_;
};

TEST_F(ClassifyStream, GoesOnAfterAPictureThatTheNetworkFailsAt) {
  int asked = 0;
  model_.network = std::make_shared<testing::FakeNetwork>(
      [&asked, network = model_.network](const PatchBatch& batch) {
        if (++asked == 2) {
          throw std::bad_alloc();
        }
        return network->encode(batch);
      },
      [network = model_.network](const Encodings& encodings) { return network->score(encodings); });
  const auto results = classify({"0.png", "1.png", "2.png"});
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0].fault, "");
  EXPECT_EQ(results[1].fault, "not enough memory");
  EXPECT_EQ(results[2].fault, "");
}

TEST_F(ClassifyStream, GoesOnAfterABadFileAndKeepsTheOrder) {
  const auto results = classify({"0.png", "broken.png", "missing.png", "1.png"});
  ASSERT_EQ(results.size(), 4U);
  EXPECT_EQ(results[0].fault, "");
  EXPECT_NE(results[1].fault, "");
  EXPECT_NE(results[2].fault, "");
  EXPECT_EQ(results[3].fault, "");
  EXPECT_EQ(results[3].path.filename(), "1.png");
}

TEST_F(ClassifyStream, ScoresDoNotDependOnTheOrderOfFiles) {
  const auto forward = classify({"0.png", "1.png", "2.png"});
  const auto backward = classify({"2.png", "1.png", "0.png"});
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(forward[i].diagnosis.scores, backward[2 - i].diagnosis.scores);
    EXPECT_EQ(forward[i].content_hash, backward[2 - i].content_hash);
  }
  EXPECT_NE(forward[0].diagnosis.scores, forward[1].diagnosis.scores);
}

TEST_F(ClassifyStream, HoldsNoMoreThanOnePictureAndThoseAhead) {
  model_.network = std::make_shared<testing::FakeNetwork>(
      [network = model_.network](const PatchBatch& batch) { return network->encode(batch); },
      [network = model_.network](const Encodings& encodings) { return network->score(encodings); },
      NetworkFacts{.threads = 8});
  ASSERT_EQ(pictures_ahead(8, false), 2U);
  std::size_t begun = 0;
  std::size_t taken = 0;
  std::size_t most = 0;
  classify_stream(
      [&]() -> std::optional<PictureToClassify> {
        most = std::max(most, begun - taken);
        return begun++ < 9 ? std::optional(PictureToClassify{folder_ / "0.png", std::nullopt})
                           : std::nullopt;
      },
      [&](Classified&&) { return ++taken < 9; }, model_, {});
  EXPECT_EQ(taken, 9U);
  EXPECT_EQ(most, 2U);  // held when a further one is asked for
}

TEST_F(ClassifyStream, ScoresDoNotDependOnThreads) {
  const auto alone = classify({"0.png", "1.png", "broken.png", "2.png"});
  for (const int threads : {2, 16}) {
    model_ = load_model(folder_ / "m.safetensors", {.threads = threads});
    const auto got = classify({"0.png", "1.png", "broken.png", "2.png"});
    ASSERT_EQ(got.size(), alone.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
      EXPECT_EQ(got[i].diagnosis.scores, alone[i].diagnosis.scores);
      EXPECT_EQ(got[i].fault, alone[i].fault);
    }
  }
}

TEST(PicturesAhead, GrowWithTheThreadsUpToABound) {
  EXPECT_EQ(pictures_ahead(1, false), 1U);
  EXPECT_EQ(pictures_ahead(2, false), 1U);
  EXPECT_EQ(pictures_ahead(12, false), 3U);
  EXPECT_EQ(pictures_ahead(64, false), 4U);
}

TEST(PicturesAhead, AreOneForEachThreadThatADeviceLeavesFree) {
  EXPECT_EQ(pictures_ahead(1, true), 1U);
  EXPECT_EQ(pictures_ahead(12, true), 12U);
  EXPECT_EQ(pictures_ahead(64, true), 16U);
}

TEST_F(ClassifyStream, TellsRegionsInPixelsOfThePicture) {
  RgbImage coarse{cv::Mat(150, 160, CV_8UC3, cv::Scalar(230, 150, 200))};
  image::write(folder_ / "coarse.png", coarse);
  std::vector<Classified> results;
  bool has_more = true;
  classify_stream(
      [&]() -> std::optional<PictureToClassify> {
        return std::exchange(has_more, false)
                   ? std::optional(PictureToClassify{folder_ / "coarse.png", PixelSize{0.84, 0.84}})
                   : std::nullopt;
      },
      [&](Classified&& classified) {
        results.push_back(std::move(classified));
        return true;
      },
      model_, {});
  // 224 pixels of 0.42 um are 112 of the picture's 0.84 um.
  EXPECT_EQ(results.at(0).diagnosis.views.at(0).region.windows.at(0).width, 112);
}

}  // namespace
}  // namespace msmv
