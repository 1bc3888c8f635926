#include "msmv/slide/slide.h"

#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "msmv/image/write.h"
#include "msmv/phantom/slide.h"
#include "msmv/values/errors.h"
#include "slide/damaged_tile.h"
#include "temporary_folder.h"

namespace msmv::slide {
namespace {

using testing::TemporaryFolder;

double mean_difference(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() ? cv::norm(a, b, cv::NORM_L1) / static_cast<double>(3 * a.total())
                              : 255;
}

class ReadSlide : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    drawn_ = new phantom::PhantomSlide(phantom::draw_slide(
        2, {.width_px = 1500, .height_px = 1100, .um_per_px = 0.5, .islands = 2}));
    phantom::write_slide(*folder_ / "s.tif", *drawn_);
  }
  static void TearDownTestSuite() {
    delete drawn_;
    delete folder_;
  }

  static std::string fault_of(const std::string& name) {
    try {
      const Slide slide(*folder_ / name);
      return "none";
    } catch (const InputError& error) {
      return error.fault();
    }
  }

  static inline TemporaryFolder* folder_;
  static inline phantom::PhantomSlide* drawn_;
};

TEST_F(ReadSlide, TellsWhatThePyramidSays) {
  const Slide slide(*folder_ / "s.tif");
  EXPECT_EQ(slide.facts().vendor, "generic-tiff");
  EXPECT_EQ(slide.facts().extent, (PixelExtent{1500, 1100}));
  ASSERT_TRUE(slide.facts().um_per_px);
  EXPECT_NEAR(slide.facts().um_per_px->x, 0.5, 1e-6);
  ASSERT_GE(slide.facts().levels.size(), 3U);
  EXPECT_NEAR(slide.facts().levels[2], 4, 0.02);
}

TEST_F(ReadSlide, ReadsLevel0AsItWasDrawn) {
  const Slide slide(*folder_ / "s.tif");
  const RgbImage part = slide.read({300, 200, 400, 300}, 1.9);
  EXPECT_LT(mean_difference(part.pixels, drawn_->image.pixels(cv::Rect(300, 200, 400, 300))), 4);
}

TEST_F(ReadSlide, ReadsTheCoarsestLevelThatServes) {
  const Slide slide(*folder_ / "s.tif");
  EXPECT_EQ(slide.read({300, 200, 400, 300}, 3.9).pixels.size(), cv::Size(200, 150));
  const RgbImage part = slide.read({300, 200, 400, 300}, 4);
  EXPECT_EQ(part.pixels.size(), cv::Size(100, 75));
  cv::Mat wanted;
  cv::resize(drawn_->image.pixels(cv::Rect(300, 200, 400, 300)), wanted, {100, 75}, 0, 0,
             cv::INTER_AREA);
  EXPECT_LT(mean_difference(part.pixels, wanted), 6);
}

TEST_F(ReadSlide, IsWhiteOutside) {
  const Slide slide(*folder_ / "s.tif");
  const RgbImage part = slide.read({-100, -100, 90, 90}, 1);
  EXPECT_EQ(cv::countNonZero(part.pixels.reshape(1) != 255), 0);
}

TEST_F(ReadSlide, AThumbnailShowsTheWholeOfIt) {
  const Slide slide(*folder_ / "s.tif");
  const RgbImage thumbnail = slide.thumbnail(300);
  cv::Mat wanted;
  cv::resize(drawn_->image.pixels, wanted, {300, 220}, 0, 0, cv::INTER_AREA);
  EXPECT_LT(mean_difference(thumbnail.pixels, wanted), 5);
  EXPECT_EQ(slide.thumbnail(5000).pixels.size(), cv::Size(1500, 1100));
}

TEST_F(ReadSlide, FromSeveralThreadsGivesTheSame) {
  const Slide slide(*folder_ / "s.tif");
  const RgbImage alone = slide.read({200, 200, 300, 300}, 1);
  std::vector<std::future<RgbImage>> others;
  for (int i = 0; i < 8; ++i) {
    others.push_back(std::async(std::launch::async, [&] {
      return slide.read({200, 200, 300, 300}, 1);
    }));
  }
  for (auto& other : others) {
    EXPECT_EQ(cv::norm(other.get().pixels, alone.pixels, cv::NORM_INF), 0);
  }
}

TEST_F(ReadSlide, APlainPictureIsASlideOfOneLevel) {
  image::write(*folder_ / "p.png", drawn_->image, PixelSize{0.5, 0.5});
  const Slide slide(*folder_ / "p.png");
  EXPECT_EQ(slide.facts().vendor, "picture");
  EXPECT_NEAR(slide.facts().um_per_px->x, 0.5, 1e-4);
  EXPECT_EQ(cv::norm(slide.read({300, 200, 400, 300}, 8).pixels,
                     drawn_->image.pixels(cv::Rect(300, 200, 400, 300)), cv::NORM_INF),
            0);
  const RgbImage over = slide.read({1490, 0, 20, 5}, 1);
  EXPECT_EQ(over.pixels.at<cv::Vec3b>(2, 15), cv::Vec3b(255, 255, 255));
  EXPECT_EQ(over.pixels.at<cv::Vec3b>(2, 5), drawn_->image.pixels.at<cv::Vec3b>(2, 1495));
}

TEST_F(ReadSlide, AnIdIsOfTheContent) {
  std::filesystem::copy_file(*folder_ / "s.tif", *folder_ / "copy.tif");
  const std::string id = Slide(*folder_ / "s.tif").facts().id;
  EXPECT_EQ(Slide(*folder_ / "copy.tif").facts().id, id);
  std::ofstream(*folder_ / "copy.tif", std::ios::app) << "longer";
  EXPECT_NE(Slide(*folder_ / "copy.tif").facts().id, id);
}

TEST_F(ReadSlide, SaysWhatIsWrongWithAFile) {
  std::filesystem::create_directory(*folder_ / "folder.svs");
  std::ofstream(*folder_ / "text.svs") << "no slide";
  std::ofstream(*folder_ / "lonely.mrxs") << "";
  EXPECT_EQ(fault_of("missing.svs"), "no such file");
  EXPECT_EQ(fault_of("folder.svs"), "is a folder, not a file");
  EXPECT_EQ(fault_of("lonely.mrxs"), "needs the folder \"lonely\" with Slidedat.ini beside it");
  EXPECT_NE(fault_of("text.svs"), "none");
  std::ofstream(*folder_ / "text.dcm") << "no slide";
  const std::string unread =
      "is DICOM, which OpenSlide " + openslide_version() + " does not read: OpenSlide 4 does";
  EXPECT_EQ(fault_of("text.dcm") == unread, openslide_version().starts_with("3."));
}

// A tile that can't be decoded is the fault of whoever reads it, and of nobody else.
TEST_F(ReadSlide, ReadsOtherPlacesAfterOneThatIsDamaged) {
  const Slide before(*folder_ / "s.tif");
  const RgbImage good = before.read({0, 0, 256, 256}, 1);
  testing::write_damaged_tile(*folder_ / "s.tif", *folder_ / "damaged.tif");
  const Slide slide(*folder_ / "damaged.tif");
  for (int i = 0; i < 2; ++i) {
    try {
      slide.read({256, 0, 256, 256}, 1);
      ADD_FAILURE() << "was decoded";
    } catch (const InputError& error) {
      EXPECT_TRUE(error.fault().starts_with("is damaged: it can't be decoded at 256, 0 ("))
          << error.fault();
    }
    EXPECT_EQ(cv::norm(slide.read({0, 0, 256, 256}, 1).pixels, good.pixels, cv::NORM_INF), 0);
  }
}

TEST(ReadRealSlides, KnowsWhatTheySay) {
  MSMV_NEEDS_SHARED();
  const auto slides = testing::shared_folder() / "data/slides";
  const Slide cmu(slides / "cmu-1-small-region.svs");
  EXPECT_EQ(cmu.facts().vendor, "aperio");
  EXPECT_EQ(cmu.facts().um_per_px, (PixelSize{0.499, 0.499}));
  EXPECT_EQ(cmu.facts().objective_power, 20);
  const Slide tcga(slides / "tcga-cr-7395-01a-01-ts1.svs");
  EXPECT_EQ(tcga.facts().levels.size(), 2U);
  EXPECT_FALSE(tcga.facts().um_per_px);
  EXPECT_EQ(tcga.read({0, 0, 800, 400}, 3).pixels.size(), cv::Size(400, 200));
  const Slide picture(slides / "HE_example.tif");
  EXPECT_EQ(picture.facts().vendor, "picture");
  EXPECT_EQ(picture.facts().extent, (PixelExtent{1380, 1484}));
}

}  // namespace
}  // namespace msmv::slide
