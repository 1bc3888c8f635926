#include "msmv/image/tiff_directory.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>

#include "msmv/values/errors.h"

namespace msmv::image {
namespace {

// libtiff's own words go to stderr unless a handler takes them. It has no other way to say that it
// passed over a unit.
int listen(TIFF*, void* is_unit_unknown, const char*, const char* format, va_list values) {
  std::array<char, 256> text{};
  std::vsnprintf(text.data(), text.size(), format, values);
  if (std::strstr(text.data(), "ResolutionUnit") != nullptr) {
    *static_cast<bool*>(is_unit_unknown) = true;
  }
  return 1;
}

}  // namespace

TiffDirectory::TiffDirectory(const OpenFile& file) : tiff_(nullptr, &TIFFClose) {
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(
      TIFFOpenOptionsAlloc(), &TIFFOpenOptionsFree);
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), &listen, &is_unit_unknown_);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), &listen, &is_unit_unknown_);
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
