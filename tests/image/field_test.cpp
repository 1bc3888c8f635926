#include "msmv/image/field.h"

#include <cmath>
#include <random>

#include "image/pictures.h"

namespace msmv::image {
namespace {

using testing::colourful;
using testing::fault_of;
using testing::largest_difference;

Photo photo_of(const cv::Mat& rgb, PixelSize um_per_px) {
  return {{rgb}, um_per_px, PixelSizeSource::given, {}};
}

TEST(ToField, LeavesAPhotoOfTheWorkingResolutionUntouched) {
  const Photo photo = photo_of(colourful(1000, 900), {0.42, 0.42});
  const Field field = to_field(photo, {});
  EXPECT_EQ(field.image.pixels.data, photo.image.pixels.data);
  EXPECT_FALSE(field.mirrored());
  EXPECT_EQ(field.original_px_per_px, (PixelSize{1, 1}));
}

// BACH's fields were squeezed to 1536 x 1536, which is 0.56 x 0.42 um.
TEST(ToField, WidensTheSqueezedFieldsOfBach) {
  const Field field = to_field(photo_of(colourful(1536, 1536), {0.56, 0.42}), {});
  EXPECT_EQ(field.image.pixels.size(), cv::Size(2048, 1536));
  EXPECT_EQ(field.original_px_per_px, (PixelSize{0.75, 1}));
  EXPECT_EQ(field.original_um_per_px, (PixelSize{0.56, 0.42}));
  EXPECT_EQ(field.um_per_px_source, PixelSizeSource::given);
}

TEST(ToField, RoundsTheSidesToTheNearestPixel) {
  // 1000 * 0.5 / 0.42 = 1190.48 and 1001 * 0.5 / 0.42 = 1191.67
  const Field field = to_field(photo_of(colourful(1000, 1001), {0.5, 0.5}), {});
  EXPECT_EQ(field.image.pixels.size(), cv::Size(1190, 1192));
}

TEST(ToField, AveragesOverAreasWhereItShrinks) {
  cv::Mat rgb(1800, 1800, CV_8UC3);
  cv::randu(rgb, 0, 256);
  const Field field = to_field(photo_of(rgb, {0.21, 0.21}), {});
  ASSERT_EQ(field.image.pixels.size(), cv::Size(900, 900));
  for (const cv::Point at : {cv::Point(0, 0), cv::Point(450, 333), cv::Point(899, 899)}) {
    const cv::Scalar mean = cv::mean(rgb(cv::Rect(2 * at.x, 2 * at.y, 2, 2)));
    EXPECT_NEAR(field.image.pixels.at<cv::Vec3b>(at)[1], mean[1], 1);
  }
}

TEST(ToField, KeepsAFlatColourAtAnyPixelSize) {
  const cv::Mat flat(700, 700, CV_8UC3, cv::Scalar(180, 90, 200));
  for (const PixelSize size : {PixelSize{0.3, 1.1}, PixelSize{2, 0.2}, PixelSize{0.17, 0.19}}) {
    const cv::Mat pixels = to_field(photo_of(flat, size), {.refused_side_px = 1}).image.pixels;
    EXPECT_EQ(
        cv::norm(pixels, cv::Mat(pixels.size(), CV_8UC3, cv::Scalar(180, 90, 200)), cv::NORM_INF),
        0);
  }
}

// One edge in the middle of each axis must stay in the middle: a shift of half a pixel would show.
TEST(ToField, DoesNotShiftThePicture) {
  cv::Mat rgb(1000, 1000, CV_8UC3, cv::Scalar::all(0));
  rgb(cv::Rect(500, 0, 500, 1000)) = cv::Scalar::all(255);
  for (const double um_per_px : {0.42 * 1.6, 0.42 * 0.93}) {
    const cv::Mat pixels = to_field(photo_of(rgb, {um_per_px, 0.42}), {}).image.pixels;
    const double white = cv::mean(pixels)[0] / 255;
    EXPECT_NEAR(white, 0.5, 0.05 / pixels.cols) << um_per_px;
  }
}

TEST(ToField, MirrorsASmallPhotoOutOnBothEnds) {
  const cv::Mat rgb = colourful(400, 1000);
  const Field field = to_field(photo_of(rgb, {0.42, 0.42}), {});
  ASSERT_EQ(field.image.pixels.size(), cv::Size(897, 1000));
  EXPECT_TRUE(field.mirrored());
  EXPECT_EQ(field.margin_left, 248);  // 897 - 400 = 497 pixels are missing
  EXPECT_EQ(field.margin_top, 0);
  const cv::Mat& pixels = field.image.pixels;
  EXPECT_EQ(largest_difference(pixels(cv::Rect(248, 0, 400, 1000)), rgb), 0);
  cv::Mat turned;
  cv::flip(rgb, turned, 1);
  EXPECT_EQ(
      largest_difference(pixels(cv::Rect(0, 0, 248, 1000)), turned(cv::Rect(152, 0, 248, 1000))),
      0);
  EXPECT_EQ(
      largest_difference(pixels(cv::Rect(648, 0, 249, 1000)), turned(cv::Rect(0, 0, 249, 1000))),
      0);
}

TEST(ToField, MirrorsAgainWhereOneMirrorImageIsTooSmall) {
  const cv::Mat rgb = colourful(224, 224);
  const Field field = to_field(photo_of(rgb, {0.42, 0.42}), {});
  ASSERT_EQ(field.image.pixels.size(), cv::Size(897, 897));
  EXPECT_EQ(field.margin_left, 336);
  // The second image to the left, which begins 448 pixels before the photo, is upright again.
  const int upright = 336 - 448;
  for (int x = 0; x < upright + 224; ++x) {
    EXPECT_EQ(field.image.pixels.at<cv::Vec3b>(400, x),
              field.image.pixels.at<cv::Vec3b>(400, x + 448));
  }
}

TEST(ToField, RefusesAPhotoBelowTheSmallestWindow) {
  Photo photo = photo_of(colourful(300, 223), {0.42, 0.42});
  photo.path = "small.png";
  EXPECT_EQ(fault_of([&] { to_field(photo, {}); }),
            "has 300 x 223 pixels at 0.42 um: expected at least 224 x 224");
  try {
    to_field(photo, {});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("small.png: has"));
  }
  EXPECT_EQ(fault_of([] { to_field(photo_of(colourful(300, 224), {0.42, 0.42}), {}); }), "");
}

TEST(ToField, RefusesAFieldThatNoMemoryShouldHold) {
  EXPECT_EQ(fault_of([] {
              to_field(photo_of(colourful(1000, 1000), {10, 10}), {});
            }),
            "has 23810 x 23810 pixels at 0.42 um: expected at most 268435456 together; is a pixel "
            "of 10 x 10 um right?");
}

TEST(ToField, RefusesAFieldThatMirroringWouldMakeSo) {
  EXPECT_EQ(fault_of([] {
              to_field(photo_of(colourful(224, 50'000), {0.42, 10}), {});
            }),
            "has 224 x 1190476 pixels at 0.42 um, to be mirrored out: expected at most 268435456 "
            "together; is a pixel of 0.42 x 10 um right?");
}

TEST(ToOriginal, IsTheIdentityWithoutResampling) {
  const Field field = to_field(photo_of(colourful(1000, 900), {0.42, 0.42}), {});
  const PixelRect window{80, 3, 897, 224};
  EXPECT_EQ(to_original(field, window), window);
  EXPECT_EQ(to_original(field, Point{12.5, 7.25}), (Point{12.5, 7.25}));
}

TEST(ToOriginal, ScalesEachAxisByItself) {
  const Field field = to_field(photo_of(colourful(1536, 1536), {0.56, 0.42}), {});
  EXPECT_EQ(to_original(field, PixelRect{80, 40, 400, 400}), (PixelRect{60, 40, 300, 400}));
  EXPECT_EQ(to_original(field, PixelRect{0, 0, 2048, 1536}), (PixelRect{0, 0, 1536, 1536}));
  EXPECT_EQ(to_original(field, Point{1024, 100}), (Point{768, 100}));
}

// By hand: the photo is 400 wide and begins at 248.
TEST(ToOriginal, LeadsAMirroredWindowToThePixelsItShows) {
  const Field field = to_field(photo_of(colourful(400, 1000), {0.42, 0.42}), {});
  // 224 pixels that end at the photo's left edge show its first 224, turned round.
  EXPECT_EQ(to_original(field, PixelRect{24, 0, 224, 224}), (PixelRect{0, 0, 224, 224}));
  // 100 pixels before the edge and 124 after it show the first 124.
  EXPECT_EQ(to_original(field, PixelRect{148, 0, 224, 224}), (PixelRect{0, 0, 124, 224}));
  // The whole width, and more, shows all.
  EXPECT_EQ(to_original(field, PixelRect{0, 0, 897, 897}), (PixelRect{0, 0, 400, 897}));
}

// Each pixel of the field, led back, is the pixel of the photo that it shows.
TEST(ToOriginal, InvertsToFieldPixelByPixel) {
  const cv::Mat rgb = colourful(230, 301);
  const Field field = to_field(photo_of(rgb, {0.42, 0.42}), {});
  std::mt19937_64 random(7);
  for (int i = 0; i < 2000; ++i) {
    const auto x = static_cast<int>(random() % 897), y = static_cast<int>(random() % 897);
    const PixelRect back = to_original(field, PixelRect{x, y, 1, 1});
    ASSERT_EQ(back.width, 1);
    ASSERT_EQ(back.height, 1);
    EXPECT_EQ(rgb.at<cv::Vec3b>(static_cast<int>(back.y), static_cast<int>(back.x)),
              field.image.pixels.at<cv::Vec3b>(y, x));
    const Point centre = to_original(field, Point{x + 0.5, y + 0.5});
    EXPECT_EQ(static_cast<std::int64_t>(centre.x), back.x);
    EXPECT_EQ(static_cast<std::int64_t>(centre.y), back.y);
  }
}

TEST(ToOriginal, StaysInsideThePhotoAndIsNeverEmpty) {
  std::mt19937_64 random(11);
  for (const PixelSize size : {PixelSize{0.5, 1.3}, PixelSize{0.11, 0.4}, PixelSize{3, 0.6}}) {
    const Field field = to_field(photo_of(colourful(900, 333), size), {.refused_side_px = 1});
    for (int i = 0; i < 2000; ++i) {
      const PixelRect window{static_cast<std::int64_t>(random() % 700),
                             static_cast<std::int64_t>(random() % 700),
                             1 + static_cast<std::int64_t>(random() % 900),
                             1 + static_cast<std::int64_t>(random() % 900)};
      const PixelRect back = to_original(field, window);
      EXPECT_GE(back.x, 0);
      EXPECT_GE(back.y, 0);
      EXPECT_GE(back.width, 1);
      EXPECT_GE(back.height, 1);
      EXPECT_LE(back.x + back.width, 900);
      EXPECT_LE(back.y + back.height, 333);
    }
  }
}

}  // namespace
}  // namespace msmv::image
