#include "msmv/image/multi_picture.h"

#include <algorithm>
#include <string_view>

namespace msmv::image {
namespace {

using namespace std::string_view_literals;

// The index is laid out as a TIFF, whose offsets count from its byte order. What lies outside is 0:
// a picture is no worse for a damaged index.
class IndexBytes {
 public:
  explicit IndexBytes(std::span<const std::uint8_t> tiff)
      : tiff_(tiff), is_big_(!tiff.empty() && tiff[0] == 'M') {}

  std::uint32_t number(std::size_t at, std::size_t bytes) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
      const std::size_t place = at + (is_big_ ? i : bytes - 1 - i);
      value = value << 8U | (place < tiff_.size() ? tiff_[place] : 0U);
    }
    return value;
  }
  std::size_t size() const { return tiff_.size(); }

 private:
  std::span<const std::uint8_t> tiff_;
  bool is_big_;
};

}  // namespace

std::size_t pictures_in_index(std::span<const std::uint8_t> segment) {
  constexpr auto kMark = "MPF\0"sv;
  constexpr std::uint32_t kEntriesTag = 0xB002, kTypeMask = 0xFF0000, kPreview = 0x010000;
  constexpr std::size_t kTagBytes = 12, kEntryBytes = 16;
  if (segment.size() < kMark.size() || !std::equal(kMark.begin(), kMark.end(), segment.begin())) {
    return 1;
  }
  const IndexBytes index(segment.subspan(kMark.size()));
  const std::size_t directory = index.number(4, 4);
  const std::size_t tags = index.number(directory, 2);
  for (std::size_t i = 0; i < tags; ++i) {
    const std::size_t tag = directory + 2 + kTagBytes * i;
    if (index.number(tag, 2) != kEntriesTag) {
      continue;
    }
    const std::size_t entries = index.number(tag + 8, 4);
    const std::size_t count = index.number(tag + 4, 4) / kEntryBytes;
    if (entries + count * kEntryBytes > index.size()) {
      return 1;
    }
    std::size_t pictures = 1;  // the first is the one that is read
    for (std::size_t k = 1; k < count; ++k) {
      pictures += (index.number(entries + k * kEntryBytes, 4) & kTypeMask) == kPreview ? 0 : 1;
    }
    return pictures;
  }
  return 1;
}

}  // namespace msmv::image
