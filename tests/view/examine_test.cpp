#include "msmv/view/examine.h"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "classify/small_slide.h"
#include "msmv/engine/runtime.h"
#include "msmv/values/errors.h"
#include "view/small_run.h"

namespace msmv::view {
namespace {

class ExamineField : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new testing::TemporaryFolder;
    model::write(*folder_ / "m.safetensors", testing::small_slide_model());
    RgbImage image{cv::Mat(300, 320, CV_8UC3, cv::Scalar(230, 150, 200))};
    image.pixels(cv::Rect(40, 60, 30, 30)) = cv::Scalar(80, 50, 130);
    image::write(*folder_ / "a.png", image, PixelSize{0.42, 0.42});
    write_text(*folder_ / "broken.png", "no picture");
  }
  static void TearDownTestSuite() { delete folder_; }

  Examiner examiner() {
    return Examiner(
        [this] {
          ++loads_;
          return Expert{load_model(*folder_ / "m.safetensors", {}),
                        std::make_shared<const ModelFile>(model::read(*folder_ / "m.safetensors"))};
        },
        {});
  }

  static testing::TemporaryFolder* folder_;
  int loads_ = 0;
};

testing::TemporaryFolder* ExamineField::folder_ = nullptr;

TEST_F(ExamineField, TellsWhatTheLibraryDoes) {
  Examiner examiner = this->examiner();
  const Json json = examiner.examine(*folder_ / "a.png", {});
  const Model model = load_model(*folder_ / "m.safetensors", {});
  const Diagnosis expected = classify(image::read(*folder_ / "a.png", {}), model);
  EXPECT_EQ(json["class"], model.config.classes[expected.label]);
  EXPECT_EQ(json["votes"], Json(expected.votes));
  ASSERT_EQ(json["views"].size(), 2U);
  EXPECT_EQ(json["views"][1]["view"], "rot90");
  EXPECT_EQ(json["views"][0]["windows"][0]["width"], 224);
  EXPECT_EQ(json["um_per_px_source"], "file");
  EXPECT_EQ(json["model"], model.id);
}

TEST_F(ExamineField, LoadsTheModelOnceAndRemembers) {
  Examiner examiner = this->examiner();
  EXPECT_EQ(loads_, 0);
  const Json first = examiner.examine(*folder_ / "a.png", {});
  EXPECT_EQ(examiner.examine(*folder_ / "a.png", {}), first);
  EXPECT_EQ(loads_, 1);
  const Json given = examiner.examine(*folder_ / "a.png", PixelSize{0.5, 0.5});
  EXPECT_EQ(given["um_per_px_source"], "given");
}

TEST_F(ExamineField, ActivationMapsLieOverTheWholePicture) {
  Examiner examiner = this->examiner();
  EXPECT_EQ(examiner.examine(*folder_ / "a.png", {})["explains"], !engine::runtime().empty());
  if (engine::runtime().empty()) {
    GTEST_SKIP() << "needs OpenVINO";
  }
  const auto png = examiner.activation(*folder_ / "a.png", {}, 3);
  ASSERT_TRUE(png);
  const cv::Mat map =
      cv::imdecode(std::vector<char>(png->begin(), png->end()), cv::IMREAD_UNCHANGED);
  EXPECT_EQ(map.size(), cv::Size(80, 75));
  EXPECT_EQ(map.channels(), 4);
  EXPECT_FALSE(examiner.activation(*folder_ / "a.png", {}, 4));
  EXPECT_THROW(examiner.activation(*folder_ / "broken.png", {}, 0), InputError);
}

TEST_F(ExamineField, APictureThatCantBeReadHasItsFault) {
  const Json json = examiner().examine(*folder_ / "broken.png", {});
  EXPECT_TRUE(json.contains("fault"));
  EXPECT_FALSE(json.contains("class"));
}

}  // namespace
}  // namespace msmv::view
