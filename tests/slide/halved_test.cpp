#include "msmv/slide/halved.h"

#include <gtest/gtest.h>

#include <future>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <random>
#include <vector>

#include "msmv/image/write.h"
#include "msmv/phantom/slide.h"
#include "msmv/values/errors.h"
#include "slide/damaged_tile.h"
#include "temporary_folder.h"

namespace msmv::slide {
namespace {

using testing::TemporaryFolder;

double mean_change(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() ? cv::norm(a, b, cv::NORM_L1) / static_cast<double>(3 * a.total())
                              : 255;
}

TEST(HalvedSide, IsTheLargestPowerOfTwo) {
  EXPECT_EQ(halved_side(0.3), 1);
  EXPECT_EQ(halved_side(1.9), 1);
  EXPECT_EQ(halved_side(1.99), 2);  // 1 %
  EXPECT_EQ(halved_side(6.72), 4);
  EXPECT_EQ(halved_side(8), 8);
}

TEST(HalvedSlide, AveragesSquaresOfTheSlidesGrid) {
  const TemporaryFolder folder;
  cv::Mat pixels(64, 64, CV_8UC3, cv::Scalar(0, 0, 0));
  pixels(cv::Rect(8, 8, 4, 4)) = cv::Scalar(200, 100, 40);
  image::write(folder / "p.png", {pixels});
  const Slide slide(folder / "p.png");
  const HalvedSlide halved(slide, 4.5);
  const cv::Mat read = halved.read({9, 7, 17, 16}, 4.5).pixels;  // from (8, 8)
  ASSERT_EQ(read.size(), cv::Size(4, 4));
  EXPECT_EQ(read.at<cv::Vec3b>(0, 0), cv::Vec3b(200, 100, 40));
  EXPECT_EQ(read.at<cv::Vec3b>(0, 1), cv::Vec3b(0, 0, 0));
  EXPECT_EQ(halved.read({50, 50, 14, 14}, 4).pixels.size(), cv::Size(4, 4));
}

// A pyramid of more blocks than one, whose levels are exactly 2, 4 ... times as coarse.
class DrawnSlide : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    phantom::write_slide(*folder_ / "s.tif", phantom::draw_slide(2, {.width_px = 1504,
                                                                     .height_px = 1104,
                                                                     .um_per_px = 0.5,
                                                                     .islands = 1,
                                                                     .has_pen = false}));
    slide_ = new Slide(*folder_ / "s.tif");
  }
  static void TearDownTestSuite() {
    delete slide_;
    delete folder_;
  }

  // What the squares are defined as, read at once and not kept.
  static cv::Mat naive(const PixelRect& squares, int side, From from) {
    const PixelRect at{squares.x * side, squares.y * side, squares.width * side,
                       squares.height * side};
    cv::Mat out;
    cv::resize(slide_->read(at, from == From::level_0 ? 1 : side).pixels, out,
               {static_cast<int>(squares.width), static_cast<int>(squares.height)}, 0, 0,
               cv::INTER_AREA);
    return out;
  }

  static inline TemporaryFolder* folder_;
  static inline Slide* slide_;
};

// Whatever the level, the pixels are the same but for that level's own JPEG.
TEST_F(DrawnSlide, IsTheSameFromEveryLevel) {
  const HalvedSlide coarse(*slide_, 2), from_0(*slide_, 2, From::level_0);
  for (const double most : {2.0, 3.4, 4.0}) {
    const PixelRect at{503, 309, 402, 399};
    EXPECT_LT(mean_change(coarse.read(at, most).pixels, from_0.read(at, most).pixels), 2.5) << most;
  }
}

TEST_F(DrawnSlide, KeptBlocksShowWhatTheSlideShows) {
  std::mt19937 random(3);
  for (const From from : {From::coarsest_level, From::level_0}) {
    const HalvedSlide all(*slide_, 1, from), few(*slide_, 1, from, 300'000);
    for (int i = 0; i < 40; ++i) {
      const int side = 1 << (random() % 3);
      const PixelRect squares{static_cast<std::int64_t>(random() % 200),
                              static_cast<std::int64_t>(random() % 150),
                              1 + static_cast<std::int64_t>(random() % 150),
                              1 + static_cast<std::int64_t>(random() % 120)};
      const PixelRect at{squares.x * side, squares.y * side, squares.width * side,
                         squares.height * side};
      const cv::Mat read = all.read(at, side).pixels;
      // Halved twice, a mean is rounded twice.
      EXPECT_LE(cv::norm(read, naive(squares, side, from), cv::NORM_INF), 1) << side;
      EXPECT_EQ(cv::norm(read, few.read(at, side).pixels, cv::NORM_INF), 0) << "not kept";
    }
  }
}

TEST_F(DrawnSlide, DoesNotDependOnThreads) {
  const HalvedSlide alone(*slide_, 1), shared(*slide_, 1, From::coarsest_level, 400'000);
  std::vector<std::future<void>> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.push_back(std::async(std::launch::async, [&, thread] {
      for (std::int64_t i = 0; i < 30; ++i) {
        const PixelRect at{(37 * i + 11 * thread) % 900, (53 * i) % 700, 400, 300};
        const double most = 1 << ((i + thread) % 3);
        EXPECT_EQ(cv::norm(shared.read(at, most).pixels, alone.read(at, most).pixels, cv::NORM_INF),
                  0);
      }
    }));
  }
  for (auto& thread : threads) {
    thread.get();
  }
}

// Both places lie in one block.
TEST_F(DrawnSlide, ReadsBesideAPlaceThatIsDamaged) {
  testing::write_damaged_tile(*folder_ / "s.tif", *folder_ / "damaged.tif");
  const Slide slide(*folder_ / "damaged.tif");
  const HalvedSlide halved(slide, 2, From::level_0);
  const cv::Mat good = naive({0, 0, 128, 128}, 2, From::level_0);
  for (int i = 0; i < 2; ++i) {
    EXPECT_THROW(halved.read({256, 0, 256, 256}, 2), InputError);
    EXPECT_EQ(cv::norm(halved.read({0, 0, 256, 256}, 2).pixels, good, cv::NORM_INF), 0);
  }
}

TEST_F(DrawnSlide, IsWhiteWhereTheSlideHasNoPixels) {
  const HalvedSlide halved(*slide_, 4);
  const cv::Mat read = halved.read({0, 0, 2000, 1200}, 4).pixels;
  ASSERT_EQ(read.size(), cv::Size(500, 300));
  EXPECT_EQ(read.at<cv::Vec3b>(10, 480), cv::Vec3b(255, 255, 255));
  EXPECT_EQ(read.at<cv::Vec3b>(290, 10), cv::Vec3b(255, 255, 255));
}
}  // namespace
}  // namespace msmv::slide
