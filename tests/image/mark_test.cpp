#include "msmv/image/mark.h"

#include <bit>

#include "image/pictures.h"
#include "msmv/image/read.h"
#include "msmv/phantom/draw.h"

namespace msmv::image {
namespace {

using testing::encoded;

cv::Mat after(const cv::Mat& rgb, const std::string& extension, const std::vector<int>& settings) {
  const std::string bytes = encoded(extension, rgb, settings);
  cv::Mat decoded = cv::imdecode(std::vector<char>(bytes.begin(), bytes.end()), 1);
  cv::cvtColor(decoded, decoded, cv::COLOR_BGR2RGB);
  return decoded;
}

cv::Mat resized(const cv::Mat& rgb, double across, double down) {
  cv::Mat other;
  cv::resize(rgb, other, {}, across, down, cv::INTER_AREA);
  return other;
}

int distance(const PictureMark& a, const PictureMark& b) {
  int bits = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    bits += std::popcount((*a.look)[i] ^ (*b.look)[i]);
  }
  return bits;
}

// The greatest distance to copies of each picture, and the least between two pictures.
struct Distances {
  int copies = 0, others = 256;
};

Distances distances_of(const std::vector<cv::Mat>& pictures) {
  Distances found;
  std::vector<PictureMark> marks;
  for (const cv::Mat& rgb : pictures) {
    const PictureMark mark = mark_of({rgb});
    for (const PictureMark& other : marks) {
      found.others = std::min(found.others, distance(mark, other));
    }
    marks.push_back(mark);
    std::vector<cv::Mat> copies = {resized(rgb, 0.75, 1), resized(rgb, 0.5, 0.5),
                                   after(resized(rgb, 0.75, 1), ".jpg", {})};
    for (const int quality : {30, 60, 95}) {
      copies.push_back(after(rgb, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality}));
    }
    for (const cv::Mat& copy : copies) {
      found.copies = std::max(found.copies, distance(mark, mark_of({copy})));
      EXPECT_EQ(likeness(mark, mark_of({copy})), Likeness::near_copy);
    }
  }
  return found;
}

TEST(Mark, IsTheSameInEveryLosslessFormat) {
  const cv::Mat rgb = testing::colourful(300, 200);
  const PictureMark mark = mark_of({rgb});
  EXPECT_EQ(mark_of({after(rgb, ".png", {})}), mark);
  EXPECT_EQ(mark_of({after(rgb, ".bmp", {})}), mark);
  EXPECT_EQ(mark_of({after(rgb, ".tiff", {})}), mark);
  cv::Mat other = rgb.clone();
  ++other.at<cv::Vec3b>(7, 7)[0];
  EXPECT_NE(mark_of({other}).pixels, mark.pixels);
  EXPECT_NE(mark_of({rgb.reshape(0, 100)}).pixels, mark.pixels);  // the same bytes, another picture
}

TEST(Mark, HasNoLookWithoutStructure) {
  EXPECT_EQ(mark_of({cv::Mat(300, 300, CV_8UC3, cv::Scalar(200, 120, 180))}).look, std::nullopt);
}

TEST(Mark, KnowsNearCopiesOfPhantoms) {
  std::vector<cv::Mat> pictures;
  for (Seed seed = 1; seed <= 12; ++seed) {
    pictures.push_back(phantom::draw(seed, {.width_px = 512, .height_px = 384}).image.pixels);
  }
  const Distances found = distances_of(pictures);
  EXPECT_LE(found.copies, kNearCopyBits / 2);
  EXPECT_GE(found.others, 2 * kNearCopyBits);
}

// All 268 were measured once: copies differ in 6 bits at most, others in 92 at least.
TEST(Mark, KnowsNearCopiesOfRealFields) {
  constexpr std::size_t kRealFields = 8;
  const auto folder = std::filesystem::path(MSMV_SOURCE_DIR) / "../shared/data/bach/Photos";
  if (!std::filesystem::exists(folder)) {
    GTEST_SKIP() << "no " << folder;
  }
  std::vector<cv::Mat> pictures;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && pictures.size() < kRealFields) {
      pictures.push_back(read(entry.path(), {}).image.pixels);
    }
  }
  const Distances found = distances_of(pictures);
  EXPECT_LE(found.copies, kNearCopyBits / 2);
  EXPECT_GE(found.others, 2 * kNearCopyBits);
}

}  // namespace
}  // namespace msmv::image
