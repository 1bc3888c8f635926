#include "msmv/image/multi_picture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "image/pictures.h"

namespace msmv::image {
namespace {

using namespace std::string_literals;

std::string number(std::uint32_t value, int bytes, bool is_big) {
  std::string text;
  for (int i = 0; i < bytes; ++i) {
    text += static_cast<char>(value >> 8 * (is_big ? bytes - 1 - i : i));
  }
  return text;
}

// An index with the version tag and one entry for each of the types.
std::string index_of(const std::vector<std::uint32_t>& types, bool is_big) {
  constexpr std::uint32_t kDirectory = 8, kEntries = kDirectory + 2 + 2 * 12 + 4;
  const auto n = [&](std::uint32_t value, int bytes) { return number(value, bytes, is_big); };
  const auto count = static_cast<std::uint32_t>(16 * types.size());
  std::string text = "MPF\0"s + (is_big ? "MM\0*"s : "II*\0"s) + n(kDirectory, 4) + n(2, 2);
  text += n(0xB000, 2) + n(7, 2) + n(4, 4) + "0100";
  text += n(0xB002, 2) + n(7, 2) + n(count, 4) + n(kEntries, 4) + n(0, 4);
  for (const std::uint32_t type : types) {
    text += n(type, 4) + std::string(12, '\0');
  }
  return text;
}

std::size_t pictures(const std::string& segment) {
  return pictures_in_index(testing::as_bytes(segment));
}

constexpr std::uint32_t kPrimary = 0x20030000, kStereo = 0x020002, kPreview = 0x010001,
                        kUndefined = 0;

TEST(MultiPicture, CountsThePicturesOfTheIndexButNoPreviews) {
  for (const bool is_big : {true, false}) {
    EXPECT_EQ(pictures(index_of({kPrimary}, is_big)), 1U);
    EXPECT_EQ(pictures(index_of({kPrimary, kStereo, kUndefined}, is_big)), 3U);
    EXPECT_EQ(pictures(index_of({kPrimary, kPreview, kStereo}, is_big)), 2U);
  }
}

TEST(MultiPicture, TakesAnythingElseForOnePicture) {
  EXPECT_EQ(pictures(""), 1U);
  EXPECT_EQ(pictures("ICC_PROFILE\0"s), 1U);
  EXPECT_EQ(pictures("MPF\0"s), 1U);
  const std::string whole = index_of({kPrimary, kStereo, kStereo}, true);
  EXPECT_EQ(pictures(whole), 3U);
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    EXPECT_EQ(pictures(whole.substr(0, bytes)), 1U) << bytes;
  }
}

}  // namespace
}  // namespace msmv::image
