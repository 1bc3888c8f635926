#include "msmv/image/tiff_directory.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "msmv/values/errors.h"

namespace msmv::image {
namespace {

// The directory often stands at the end: of a copy that broke off it is missing.
[[noreturn]] void refuse_directory(const OpenFile& file) {
  const std::vector<std::uint8_t> head = file.first_bytes(16);
  const bool is_whole = head.size() == 16;
  const bool is_little = is_whole && head[0] == 'I',
             is_big_tiff = is_whole && (head[2] | head[3]) == 43;
  const std::size_t bytes = is_big_tiff ? 8 : 4, first = is_big_tiff ? 8 : 4;
  std::uint64_t at = 0;
  for (std::size_t i = 0; is_whole && i < bytes; ++i) {
    at = at << 8 | head[first + (is_little ? bytes - 1 - i : i)];
  }
  constexpr std::uint64_t kCountBytes = 2;
  if (at > file.size() - std::min(kCountBytes, file.size())) {
    throw InputError(file.path(), "is truncated: its first TIFF directory needs " +
                                      std::to_string(kCountBytes) + " bytes from byte " +
                                      std::to_string(at) + ", the file has " +
                                      std::to_string(file.size()));
  }
  throw InputError(file.path(), "is damaged: its first TIFF directory can't be read");
}

}  // namespace

// libtiff's own words go to stderr unless a handler takes them. It has no other way to say that it
// passed over a tag.
int TiffDirectory::listen(TIFF*, void* warnings, const char*, const char* format, va_list values) {
  std::array<char, 256> text{};
  std::vsnprintf(text.data(), text.size(), format, values);
  Warnings& heard = *static_cast<Warnings*>(warnings);
  heard.of_unit = heard.of_unit || std::strstr(text.data(), "ResolutionUnit") != nullptr;
  heard.of_profile = heard.of_profile || std::strstr(text.data(), "ICC Profile") != nullptr;
  return 1;
}

TiffDirectory::TiffDirectory(const OpenFile& file) : tiff_(nullptr, &TIFFClose) {
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(
      TIFFOpenOptionsAlloc(), &TIFFOpenOptionsFree);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), &listen, &warnings_);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), &listen, &warnings_);
  // No array of a directory can be longer than the file that holds it.
  constexpr std::uint64_t kSmallest = 1 << 20;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(),
                                      static_cast<tmsize_t>(2 * std::max(file.size(), kSmallest)));
  const int descriptor = dup(file.descriptor());  // TIFFClose closes it
  lseek(descriptor, 0, SEEK_SET);
  // Not mapped to memory, strips as they are.
  tiff_.reset(TIFFFdOpenExt(descriptor, "", "rmc", options.get()));
  if (tiff_ == nullptr) {
    close(descriptor);
    refuse_directory(file);
  }
}

std::string TiffDirectory::text(std::uint32_t tag) const {
  const char* value = nullptr;
  return TIFFGetField(tiff_.get(), tag, &value) == 1 && value != nullptr ? value : "";
}

}  // namespace msmv::image
