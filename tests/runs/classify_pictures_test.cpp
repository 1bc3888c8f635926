#include "msmv/runs/classify_pictures.h"

#include <algorithm>

#include "msmv/dataset/read.h"
#include "msmv/values/errors.h"
#include "runs/small_run.h"

namespace msmv::runs {
namespace {

class ClassifyPicturesRun : public SmallRun {
 protected:
  ClassifyPicturesRun() {
    options_.reading.given_um_per_px = PixelSize{0.42, 0.42};
    options_.accept_unfit = true;
    options_.model_path = folder_ / "m.safetensors";
    options_.take = [this](const report::Prediction& prediction) {
      predictions_.push_back(prediction);
    };
  }

  Ended classify(const std::vector<std::string>& names) {
    options_.paths.clear();
    for (const std::string& name : names) {
      options_.paths.push_back((folder_ / name).string());
    }
    done_ = 0;
    steps_.clear();
    said_.clear();
    predictions_.clear();
    std::istringstream none;
    return classify_pictures(dataset::list_pictures(options_.paths, none, {}), model_, options_,
                             watch());
  }

  ClassifyPictures options_;
  std::vector<report::Prediction> predictions_;
};

TEST_F(ClassifyPicturesRun, TellsOfEachPictureAndSaysWhatIsAtFault) {
  const Ended ended = classify({"0.png", "broken.png", "1.png"});
  EXPECT_EQ(ended.items, 3U);
  EXPECT_EQ(ended.done, 3U);
  EXPECT_EQ(ended.failed, 1U);
  ASSERT_EQ(predictions_.size(), 3U);
  EXPECT_TRUE(predictions_[0].has_class()) << message_of(predictions_[0]);
  EXPECT_NE(predictions_[1].fault, "");
  EXPECT_TRUE(predictions_[2].has_class());
  ASSERT_EQ(said_.size(), 1U);
  EXPECT_TRUE(said_[0].starts_with((folder_ / "broken.png").string() + ": "));
  ASSERT_EQ(steps_.size(), 4U);  // none done, then one after the other
  EXPECT_EQ(steps_.front().done, 0);
  EXPECT_EQ(steps_.back().done, 3);
  EXPECT_EQ(steps_.back().of, 3);
}

TEST_F(ClassifyPicturesRun, PrintsTheRowsThatAFileWouldHave) {
  std::string printed;
  options_.rows.print = [&printed](const std::string& text) { printed += text; };
  classify({"0.png", "1.png"});
  options_.rows.output = folder_ / "rows.csv";
  classify({"0.png", "1.png"});
  EXPECT_EQ(text_of(folder_ / "rows.csv"), printed);
  EXPECT_EQ(std::count(printed.begin(), printed.end(), '\n'), 3);
}

TEST_F(ClassifyPicturesRun, StoppedItLeavesNoOutputAndIsResumed) {
  options_.rows.output = folder_ / "whole.csv";
  classify({"0.png", "1.png", "2.png"});
  options_.rows.output = folder_ / "rows.csv";
  stop_after_ = 1;
  EXPECT_FALSE(classify({"0.png", "1.png", "2.png"}).is_complete());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "rows.csv"));
  stop_after_ = -1;
  EXPECT_THROW(classify({"0.png", "1.png", "2.png"}), InputError);  // not asked to resume
  options_.rows.resume = true;
  EXPECT_TRUE(classify({"0.png", "1.png", "2.png"}).is_complete());
  EXPECT_EQ(predictions_.size(), 2U);
  EXPECT_EQ(steps_.back().skipped, 1);
  EXPECT_EQ(text_of(folder_ / "rows.csv"), text_of(folder_ / "whole.csv"));
}

TEST_F(ClassifyPicturesRun, ReplacesNoInput) {
  options_.rows.output = folder_ / "0.png";
  EXPECT_THROW(classify({"0.png"}), InputError);
  options_.rows.output = folder_ / "m.safetensors";
  EXPECT_THROW(classify({"0.png"}), InputError);
  options_.rows.output.clear();
  options_.overlays = options_.explanations = folder_ / "drawn";
  EXPECT_THROW(classify({"0.png"}), InputError);
}

}  // namespace
}  // namespace msmv::runs
