#include "msmv/view/api.h"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "msmv/values/errors.h"
#include "view/small_run.h"

namespace msmv::view {
namespace {

namespace fs = std::filesystem;

Expert no_model() {
  throw InputError("no model is needed here");
}

class AskApi : public ::testing::Test {
 protected:
  AskApi() {
    write_field_run(folder_.path());
    const std::vector<std::string> paths = {(folder_ / "out").string(),
                                            (folder_ / "fields").string()};
    api_ = std::make_unique<Api>(paths, fs::path(), no_model, image::ReadOptions{});
  }

  static cv::Size size_of(const std::optional<std::string>& picture) {
    return picture ? cv::imdecode(std::vector<char>(picture->begin(), picture->end()), 1).size()
                   : cv::Size();
  }

  testing::TemporaryFolder folder_;
  std::unique_ptr<Api> api_;
};

TEST_F(AskApi, TellsWhatThereIs) {
  const Json all = api_->overview()["collections"];
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["rows"], 3);
  EXPECT_EQ((*api_->collection(0))["rows"].size(), 3U);
  EXPECT_FALSE(api_->collection(1));
  EXPECT_FALSE(api_->slide(0, 0));
  EXPECT_FALSE(api_->slide(7, 0));
}

TEST_F(AskApi, GivesPicturesPieceByPiece) {
  const Json picture = *api_->picture(0);
  EXPECT_EQ(picture["kind"], "field");
  EXPECT_EQ(picture["extent"], (Json{300, 200}));
  EXPECT_EQ(picture["um_per_px_limits"], Json({kSmallestPixelUm, kLargestPixelUm}));
  EXPECT_EQ(picture["top_level"], 9);
  EXPECT_EQ(picture["um_per_px"], nullptr);
  EXPECT_EQ(size_of(api_->tile(0, 9, 1, 0)), cv::Size(44, 200));
  EXPECT_EQ(size_of(api_->tile(0, 8, 0, 0)), cv::Size(150, 100));
  EXPECT_EQ(size_of(api_->thumbnail(0, 30)), cv::Size(30, 20));
  EXPECT_EQ(size_of(api_->thumbnail(0, 1'000'000)), cv::Size(300, 200));
  EXPECT_EQ(size_of(api_->region(0, {290, 190, 100, 100}, 64)), cv::Size(10, 10));
  EXPECT_FALSE(api_->tile(0, 10, 0, 0));
  EXPECT_FALSE(api_->region(0, {300, 0, 10, 10}, 64));
  EXPECT_FALSE(api_->region(0, {-50, 0, 10, 10}, 64));
  EXPECT_FALSE(api_->thumbnail(99, 64));
  EXPECT_FALSE(api_->picture(99));
}

TEST_F(AskApi, SavesLabels) {
  EXPECT_TRUE(api_->set_label(0, 1, "Benign"));
  EXPECT_EQ((*api_->collection(0))["rows"][1]["label"], "Benign");
  EXPECT_FALSE(api_->set_label(0, 3, "Benign"));
  EXPECT_FALSE(api_->set_label(1, 0, "Benign"));
}

// A name may say what it likes: only its ending counts, and that only where it is a plain one.
TEST_F(AskApi, DroppedPicturesLieInAFolderOfTheirOwn) {
  const fs::path own = api_->place_for_drop("a.png").parent_path();
  for (const char* name :
       {"../../etc/x.png", "/etc/passwd", "a.p/../ng", "", "x.%2e%2e", "..", "a."}) {
    const fs::path place = api_->place_for_drop(name);
    EXPECT_EQ(place.parent_path(), own) << name;
    EXPECT_EQ(place.filename().string().rfind("dropped_", 0), 0U) << name;
  }
}

TEST_F(AskApi, TakesSixteenDroppedPicturesAndNoOtherFiles) {
  std::size_t first = 0;
  for (int i = 0; i < 17; ++i) {
    const fs::path place = api_->place_for_drop("a.png");
    write_ramp(place, 20, 10);
    const std::size_t number = api_->take_dropped(place);
    first = i == 0 ? number : first;
    EXPECT_TRUE(api_->picture(number));
  }
  EXPECT_FALSE(api_->picture(first));
  const fs::path other = api_->place_for_drop("a.png");
  write_text(other, "no picture");
  EXPECT_THROW(api_->take_dropped(other), InputError);
  EXPECT_FALSE(fs::exists(other));
  const fs::path own = other.parent_path();
  api_.reset();
  EXPECT_FALSE(fs::exists(own));
}

TEST_F(AskApi, ABrokenPictureIsAFaultOfItsOwn) {
  write_text(folder_ / "fields/a.png", "no picture");
  EXPECT_THROW(api_->picture(0), InputError);
  EXPECT_TRUE(api_->picture(1));
}

}  // namespace
}  // namespace msmv::view
