#include "msmv/image/icc_profile.h"

#include <zlib.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "msmv/image/file_bytes.h"
#include "msmv/values/in_quotes.h"

namespace msmv::image {
namespace {

constexpr std::uint64_t kHeaderBytes = 128;
constexpr std::uint64_t kClassAt = 12, kColoursAt = 16, kSignatureAt = 36;

std::string four_letters(const UntrustedBytes& profile, std::uint64_t at) {
  const auto letters = profile.span(at, 4, "its ICC profile");
  return {letters.begin(), letters.end()};
}

void require_tags_inside(const UntrustedBytes& profile, std::uint64_t size) {
  constexpr std::uint64_t kBytesOfEntry = 12;
  const std::uint64_t count = profile.u32_big(kHeaderBytes, "its ICC profile");
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(count, size); ++i) {
    const std::uint64_t entry = kHeaderBytes + 4 + kBytesOfEntry * i;
    const std::uint64_t at = profile.u32_big(entry + 4, "its ICC profile");
    const std::uint64_t bytes = profile.u32_big(entry + 8, "its ICC profile");
    if (at > size || bytes > size - at) {
      profile.refuse("is damaged: tag " + std::to_string(i + 1) + " of its ICC profile needs " +
                     std::to_string(bytes) + " bytes from byte " + std::to_string(at) +
                     ", the profile has " + std::to_string(size));
    }
  }
}

}  // namespace

IccColours require_whole_profile(const std::filesystem::path& path,
                                 std::span<const std::uint8_t> profile) {
  const UntrustedBytes bytes(path, profile);
  if (profile.size() < kHeaderBytes + 4 || !bytes.starts_with(kSignatureAt, "acsp")) {
    bytes.refuse("is damaged: its ICC profile can't be read");
  }
  const std::uint64_t stated = bytes.u32_big(0, "its ICC profile");
  if (stated > profile.size() || stated < kHeaderBytes + 4) {
    bytes.refuse("is damaged: its ICC profile has " + std::to_string(profile.size()) + " of " +
                 std::to_string(stated) + " bytes");
  }
  require_tags_inside({path, profile.first(stated)}, stated);
  const std::string kind = four_letters(bytes, kClassAt);
  if (kind != "scnr" && kind != "mntr" && kind != "prtr" && kind != "spac") {
    bytes.refuse("has an ICC profile of class " + in_quotes(kind) +
                 ": expected a device's (save it as sRGB)");
  }
  const std::string colours = four_letters(bytes, kColoursAt);
  if (colours != "GRAY" && colours != "RGB " && colours != "CMYK") {
    bytes.refuse("has an ICC profile of colours " + in_quotes(colours) +
                 ": expected gray, RGB or CMYK (save it as sRGB)");
  }
  return colours == "GRAY"   ? IccColours::gray
         : colours == "RGB " ? IccColours::rgb
                             : IccColours::cmyk;
}

IccProfile inflated_profile(std::span<const std::uint8_t> compressed) {
  constexpr std::size_t kMost = 32U << 20, kStep = 1U << 16;
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) {
    return {};
  }
  stream.next_in = const_cast<std::uint8_t*>(compressed.data());  // zlib only reads them
  stream.avail_in = static_cast<uInt>(compressed.size());
  IccProfile profile;
  int state = Z_OK;
  while (state == Z_OK && profile.size() < kMost) {
    const std::size_t before = profile.size();
    profile.resize(before + kStep);
    stream.next_out = profile.data() + before;
    stream.avail_out = static_cast<uInt>(kStep);
    state = inflate(&stream, Z_NO_FLUSH);
    profile.resize(before + kStep - stream.avail_out);
  }
  inflateEnd(&stream);
  return profile;
}

}  // namespace msmv::image
