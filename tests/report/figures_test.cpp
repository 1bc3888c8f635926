#include "msmv/report/figures.h"

#include <opencv2/imgcodecs.hpp>

#include "msmv/report/plot.h"
#include "report/example_predictions.h"
#include "temporary_folder.h"

namespace msmv::report {
namespace {

using msmv::testing::TemporaryFolder;

// PLplot tells of what it can't draw on stderr only.
class Figures : public ::testing::Test {
 protected:
  void SetUp() override { ::testing::internal::CaptureStderr(); }
  void TearDown() override { EXPECT_EQ(::testing::internal::GetCapturedStderr(), ""); }

  Evaluation evaluation() const {
    const auto given = testing::example();
    return evaluate(given.selection, given.predictions, {});
  }

  cv::Mat picture() const { return cv::imread((folder_ / "a.png").string()); }
  std::filesystem::path stem() const { return folder_ / "a"; }

  static bool is(const cv::Vec3b& pixel, Rgb colour) {
    return pixel == cv::Vec3b(static_cast<unsigned char>(colour.blue),
                              static_cast<unsigned char>(colour.green),
                              static_cast<unsigned char>(colour.red));
  }

  static int pixels_of(const cv::Mat& picture, Rgb colour) {
    int count = 0;
    for (int y = 0; y < picture.rows; ++y) {
      for (int x = 0; x < picture.cols; ++x) {
        count += is(picture.at<cv::Vec3b>(y, x), colour) ? 1 : 0;
      }
    }
    return count;
  }

  // The longest run of a colour in any column: the height of the highest bar.
  static int highest_run(const cv::Mat& picture, Rgb colour) {
    int highest = 0;
    for (int x = 0; x < picture.cols; ++x) {
      int run = 0;
      for (int y = 0; y < picture.rows; ++y) {
        run = is(picture.at<cv::Vec3b>(y, x), colour) ? run + 1 : 0;
        highest = std::max(highest, run);
      }
    }
    return highest;
  }

  TemporaryFolder folder_;
};

// Precision of A is 3 of 3, recall of both 3 of 4, so the highest bars are as 100 to 75.
TEST_F(Figures, BarsAreAsHighAsTheirFigures) {
  draw_class_bars(stem(), evaluation());
  const double precision = highest_run(picture(), kBlue), recall = highest_run(picture(), kOrange);
  EXPECT_NEAR(recall / precision, 0.75, 0.01);
}

// Three of four on each diagonal: the colour is three quarters of the way from white to blue.
TEST_F(Figures, CellsAreAsDarkAsTheirShareOfTheRow) {
  draw_confusion(stem(), evaluation());
  EXPECT_GT(pixels_of(picture(), {64, 149, 197}), 10'000);
  EXPECT_EQ(pixels_of(picture(), kBlue), 0);
}

TEST_F(Figures, ReliabilityShowsBothTemperatures) {
  draw_reliability(stem(), evaluation());
  EXPECT_GT(pixels_of(picture(), kVermilion), 1000);
  EXPECT_GT(pixels_of(picture(), kBlue), 1000);
}

// Twenty times the eight images, in four steps of confidence: the band is of a fixed pale blue.
TEST_F(Figures, ReferralShowsTheCurveInItsBand) {
  auto given = testing::example();
  const auto samples = given.selection.dataset.samples;
  const auto predictions = given.predictions.predictions;
  for (int copy = 1; copy < 20; ++copy) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const std::string name = std::to_string(copy) + samples[i].name;
      given.selection.dataset.samples.push_back({name, name, samples[i].label});
      given.predictions.predictions.push_back(predictions[i]);
      given.predictions.predictions.back().file = name;
    }
  }
  draw_referral(stem(), evaluate(given.selection, given.predictions, {}));
  EXPECT_GT(pixels_of(picture(), {196, 229, 247}), 10'000);
  EXPECT_GT(pixels_of(picture(), kBlue), 1000);
}

TEST_F(Figures, ACurveNeedsTwoPoints) {
  auto given = testing::example();
  const Evaluation eight = evaluate(given.selection, given.predictions, {});
  EXPECT_TRUE(has_reliability_curve(eight));
  EXPECT_FALSE(has_referral_curve(eight));  // at least ten are to be kept
  given.selection.dataset.samples.resize(1);
  EXPECT_FALSE(has_reliability_curve(evaluate(given.selection, given.predictions, {})));
}

TEST_F(Figures, AFewCasesAreDrawnToo) {
  auto given = testing::example();
  given.selection.dataset.samples.resize(1);
  const Evaluation one = evaluate(given.selection, given.predictions, {});
  draw_confusion(stem(), one);
  draw_class_bars(stem(), one);
  draw_referral(stem(), one);
  EXPECT_EQ(picture().cols, 1800);
}

}  // namespace
}  // namespace msmv::report
