#include "msmv/image/jpeg_header.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "msmv/image/icc_profile.h"
#include "msmv/image/multi_picture.h"

namespace msmv::image {
namespace {

// Markers.
constexpr int kStartOfImage = 0xD8;
constexpr int kEndOfImage = 0xD9;
constexpr int kStartOfScan = 0xDA;
constexpr int kApp2 = 0xE2;
constexpr int kFirstRestart = 0xD0;
constexpr int kTemporary = 0x01;

// Progressive files of real encoders have about ten; each costs a pass over all coefficients.
constexpr int kMaxScans = 100;

bool is_frame(int marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool has_no_length(int marker) {
  return marker == kTemporary || (marker >= kFirstRestart && marker <= kStartOfImage);
}

void read_frame(const UntrustedBytes& bytes, int marker, std::span<const std::uint8_t> frame,
                Header& header) {
  // Baseline, extended, progressive. The others are lossless, hierarchical, or of arithmetic
  // coding, which nobody writes and which decodes any damage to noise without a word.
  constexpr int kFirst = 0xC0, kProgressive = 0xC2;
  if (marker > kProgressive) {
    bytes.refuse("is a JPEG of kind SOF" + std::to_string(marker - kFirst) +
                 ": expected baseline or progressive");
  }
  constexpr std::size_t kHeadBytes = 6, kBytesPerChannel = 3;
  const int channels = frame.size() < kHeadBytes ? 0 : frame[5];
  if (frame.size() < kHeadBytes + kBytesPerChannel * static_cast<std::size_t>(channels)) {
    bytes.refuse("is damaged: its JPEG frame header has " + std::to_string(frame.size()) +
                 " bytes");
  }
  const int bits = frame[0];
  header.height = frame[1] << 8 | frame[2];
  header.width = frame[3] << 8 | frame[4];
  if (bits != 8) {
    bytes.refuse("is a JPEG of " + std::to_string(bits) + " bits a sample: expected 8");
  }
  header.is_cmyk = channels == 4;
  if (channels != 1 && channels != 3 && channels != 4) {
    bytes.refuse("has " + std::to_string(channels) + " channels: expected gray or RGB");
  }
}

// A profile lies in one segment or in several, numbered from 1 (ICC.1:2022, annex B.4).
class ProfileParts {
 public:
  void add(std::span<const std::uint8_t> segment) {
    constexpr std::size_t kNumberAt = 12, kHeadBytes = 14;
    if (segment.size() >= kHeadBytes) {
      parts_.emplace(segment[kNumberAt], segment.subspan(kHeadBytes));
    }
  }
  std::optional<IccProfile> joined() const {
    if (parts_.empty()) {
      return std::nullopt;
    }
    IccProfile profile;
    for (const auto& [number, part] : parts_) {
      profile.insert(profile.end(), part.begin(), part.end());
    }
    return profile;
  }

 private:
  std::map<int, std::span<const std::uint8_t>> parts_;
};

// The marker at or after `at` in entropy-coded data, past stuffed zeros and restart markers.
std::uint64_t next_marker(const UntrustedBytes& bytes, std::uint64_t at) {
  const auto all = bytes.span(0, bytes.size(), "JPEG");
  while (true) {
    const auto found = std::find(all.begin() + static_cast<std::ptrdiff_t>(at), all.end(), 0xFF);
    at = static_cast<std::uint64_t>(found - all.begin());
    if (all.size() - at < 2) {
      bytes.refuse("is truncated: the end marker of its JPEG data is missing");
    }
    const int marker = all[at + 1];
    if (marker != 0 && marker != 0xFF && !has_no_length(marker)) {
      return at;
    }
    at += marker == 0xFF ? 1 : 2;
  }
}

}  // namespace

Header read_jpeg_header(const UntrustedBytes& bytes) {
  Header header;
  ProfileParts profile;
  bool has_frame = false;
  int scans = 0;
  std::uint64_t at = 2;  // after the start marker
  while (true) {
    if (bytes.u8(at, "a JPEG marker") != 0xFF) {
      bytes.refuse("is damaged: no JPEG marker stands at byte " + std::to_string(at));
    }
    const int marker = bytes.u8(at + 1, "a JPEG marker");
    if (marker == 0xFF) {  // padding
      ++at;
      continue;
    }
    if (marker == kEndOfImage) {
      break;
    }
    at += 2;
    if (has_no_length(marker)) {
      continue;
    }
    const std::uint64_t length = bytes.u16_big(at, "a JPEG segment");
    if (length < 2) {
      bytes.refuse("is damaged: the JPEG segment at byte " + std::to_string(at) + " claims " +
                   std::to_string(length) + " bytes");
    }
    const auto body = bytes.span(at + 2, length - 2, "a JPEG segment");
    if (is_frame(marker)) {
      read_frame(bytes, marker, body, header);
      has_frame = true;
    } else if (marker == kApp2 && bytes.starts_with(at + 2, "ICC_PROFILE")) {
      profile.add(body);
    } else if (marker == kApp2) {
      const std::size_t pictures = pictures_in_index(body);
      if (pictures > 1) {
        header.note = note_of_first(std::to_string(pictures), "pictures");
      }
    }
    at += length;
    if (marker == kStartOfScan) {
      if (!has_frame) {
        bytes.refuse("is damaged: its JPEG data starts before the frame header");
      }
      if (++scans > kMaxScans) {
        bytes.refuse("has more than " + std::to_string(kMaxScans) + " JPEG scans");
      }
      at = next_marker(bytes, at);
    }
  }
  if (scans == 0) {
    bytes.refuse("is damaged: it has no JPEG data");
  }
  header.icc_profile = profile.joined();
  return header;
}

}  // namespace msmv::image
