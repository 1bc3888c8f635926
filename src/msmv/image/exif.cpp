#include "msmv/image/exif.h"

#include <optional>

namespace msmv::image {
namespace {

constexpr std::uint16_t kOrientationTag = 0x0112;
constexpr std::uint16_t kShortType = 3;

// Numbers of either byte order; nothing beyond the end.
class ExifNumbers {
 public:
  explicit ExifNumbers(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool has_byte_order() {
    is_little_ = bytes_.size() >= 2 && bytes_[0] == 'I' && bytes_[1] == 'I';
    return is_little_ || (bytes_.size() >= 2 && bytes_[0] == 'M' && bytes_[1] == 'M');
  }
  std::optional<std::uint32_t> number(std::size_t at, std::size_t byte_count) const {
    if (at > bytes_.size() || byte_count > bytes_.size() - at) {
      return std::nullopt;
    }
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < byte_count; ++i) {
      value = (value << 8) | bytes_[at + (is_little_ ? byte_count - 1 - i : i)];
    }
    return value;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  bool is_little_ = false;
};

}  // namespace

int exif_orientation(std::span<const std::uint8_t> exif) {
  ExifNumbers numbers(exif);
  if (!numbers.has_byte_order() || numbers.number(2, 2) != 42U) {
    return 1;
  }
  const std::size_t directory = numbers.number(4, 4).value_or(0);
  const std::size_t entries = numbers.number(directory, 2).value_or(0);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + 12 * i;
    if (numbers.number(entry, 2) == kOrientationTag) {
      const auto orientation = numbers.number(entry + 8, 2).value_or(1);
      const bool is_valid =
          numbers.number(entry + 2, 2) == kShortType && orientation >= 1 && orientation <= 8;
      return is_valid ? static_cast<int>(orientation) : 1;
    }
  }
  return 1;
}

}  // namespace msmv::image
