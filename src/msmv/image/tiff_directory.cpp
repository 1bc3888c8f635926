#include "msmv/image/tiff_directory.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

#include "msmv/values/errors.h"

namespace msmv::image {

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
    throw InputError(file.path(), "is damaged: its first TIFF directory can't be read");
  }
}

std::string TiffDirectory::text(std::uint32_t tag) const {
  const char* value = nullptr;
  return TIFFGetField(tiff_.get(), tag, &value) == 1 && value != nullptr ? value : "";
}

}  // namespace msmv::image
