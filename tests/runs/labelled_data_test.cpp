#include "msmv/runs/labelled_data.h"

#include <algorithm>
#include <opencv2/core.hpp>

#include "msmv/values/errors.h"
#include "runs/small_run.h"

namespace msmv::runs {
namespace {

class LabelledDataOfARun : public SmallRun {
 protected:
  LabelledDataOfARun() { source_.data = folder_ / "m.csv"; }
  LabelledData source_;
};

TEST_F(LabelledDataOfARun, IsLookedIntoAsFarAsIsAskedFor) {
  const CheckedData names = read_data(source_, Checked::names, {}, watch());
  EXPECT_EQ(names.dataset.samples.size(), 4U);
  EXPECT_TRUE(names.facts.empty());
  EXPECT_TRUE(steps_.empty());
  const CheckedData pixels = read_data(source_, Checked::pixels, {}, watch());
  const model::ImageFacts facts = image_facts(pixels, pixels.dataset.samples[0]);
  EXPECT_TRUE(facts.mark);
  EXPECT_EQ(steps_.front().what, "Checked");
  EXPECT_EQ(said_.size(), 1U) << "that no pixel size is known";
  const CheckedData copies = read_data(source_, Checked::copies, {}, watch());
  EXPECT_EQ(image_facts(copies, copies.dataset.samples[0]).content_hash, facts.content_hash);
}

TEST_F(LabelledDataOfARun, FaultsAreSaidTogetherAndMayBeLeftOut) {
  std::filesystem::copy(folder_ / "0.png", folder_ / "copy.png");
  std::ofstream(folder_ / "m.csv", std::ios::app)
      << "broken.png,Normal,val\ncopy.png,Normal,val\nnone.png,Normal,val\n";
  EXPECT_THROW(read_data(source_, Checked::pixels, {}, watch()), InputError);
  for (const char* name : {"broken.png", "copy.png", "none.png"}) {
    EXPECT_TRUE(std::ranges::any_of(said_, [&](const std::string& line) {
      return line.starts_with(path(name) + ": ");
    })) << name;
  }
  source_.skip_faulty = true;
  EXPECT_EQ(read_data(source_, Checked::pixels, {}, watch()).dataset.samples.size(), 4U);
}

TEST_F(LabelledDataOfARun, OfASplitNothingElseNeedBeWell) {
  std::ofstream(folder_ / "m.csv", std::ios::app) << "broken.png,Normal,val\n";
  const dataset::Dataset named = read_data(source_, Checked::names, {}, watch()).dataset;
  EXPECT_NO_THROW(checked_split(source_, named, "train", Checked::pixels, {}, watch()));
  EXPECT_THROW(checked_split(source_, named, "val", Checked::pixels, {}, watch()), InputError);
}

TEST_F(LabelledDataOfARun, EndsWhereItIsStopped) {
  stop_after_ = 0;
  EXPECT_THROW(read_data(source_, Checked::pixels, {}, watch()), Interrupted);
}

bool have_looks(const dataset::Dataset& set) {
  return std::ranges::all_of(set.samples,
                             [](const auto& sample) { return sample.look.has_value(); });
}

TEST_F(LabelledDataOfARun, LooksAreMeasuredWhereTheyAreAskedFor) {
  EXPECT_FALSE(have_looks(read_data(source_, Checked::pixels, {}, watch()).dataset));
  const CheckedData data = read_data(source_, Checked::looks, {}, watch());
  EXPECT_TRUE(have_looks(data.dataset));
  EXPECT_TRUE(image_facts(data, data.dataset.samples[0]).mark);
  EXPECT_EQ(steps_.back().what, "Checked");
}

TEST_F(LabelledDataOfARun, ASplitByLooksNeedsThoseOfAllImages) {
  const dataset::Dataset named = read_data(source_, Checked::names, {}, watch()).dataset;
  EXPECT_TRUE(have_looks(
      checked_split(source_, named, "looks:fold_1", Checked::pixels, {}, watch()).dataset));
  EXPECT_FALSE(
      have_looks(checked_split(source_, named, "train", Checked::pixels, {}, watch()).dataset));
}

// Stripes of a pixel's width are gray at half the resolution; noise stays as sharp as it is.
TEST_F(LabelledDataOfARun, LooksAreTakenAtThePictureSOwnPixelSize) {
  cv::Mat stripes(40, 80, CV_8UC3, cv::Scalar(200, 200, 200));
  for (int x = 0; x < stripes.cols; x += 2) {
    stripes.col(x).setTo(cv::Scalar(100, 100, 100));
  }
  image::write(folder_ / "a.png", RgbImage{stripes});
  cv::Mat noise(40, 80, CV_8UC3);
  cv::RNG(1).fill(noise, cv::RNG::UNIFORM, 0, 256);
  image::write(folder_ / "b.png", RgbImage{noise});
  std::ofstream(folder_ / "m.csv") << "file,class,mpp_x,mpp_y\n"
                                      "a.png,Normal,0.42,0.84\n"
                                      "b.png,Benign,0.84,0.84\n";
  const auto samples = read_data(source_, Checked::looks, {}, watch()).dataset.samples;
  EXPECT_EQ(samples.at(0).look.value().sharpness, 0);
  EXPECT_GT(samples.at(1).look.value().sharpness, 100);
}

}  // namespace
}  // namespace msmv::runs
