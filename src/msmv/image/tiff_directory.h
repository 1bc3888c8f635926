#pragma once

#include <tiffio.h>

#include <cstdarg>
#include <cstdint>
#include <memory>
#include <string>

#include "msmv/image/file_bytes.h"

namespace msmv::image {

// The first directory of a TIFF or BigTIFF file, open in libtiff, which says nothing on stderr and
// allocates nothing that the size of the file doesn't warrant.
class TiffDirectory {
 public:
  // Throws InputError when there is none, or libtiff misses a tag that it can't do without.
  explicit TiffDirectory(const OpenFile& file);
  TiffDirectory(const TiffDirectory&) = delete;
  TiffDirectory& operator=(const TiffDirectory&) = delete;

  TIFF* get() const { return tiff_.get(); }

  // A tag of one value of exactly this type in libtiff's interface; its default, or 0, when it
  // isn't there.
  template <class Number>
  Number number(std::uint32_t tag) const {
    Number value = 0;
    TIFFGetFieldDefaulted(tiff_.get(), tag, &value);
    return value;
  }
  std::string text(std::uint32_t tag) const;

  // The unit of the resolution is a number that TIFF doesn't know. libtiff then takes the default,
  // the inch.
  bool is_unit_unknown() const { return warnings_.of_unit; }
  // There is an ICC profile, which can't be read. libtiff then goes on as if there were none.
  bool is_profile_unreadable() const { return warnings_.of_profile; }

 private:
  // Tags that libtiff has passed over, known by its warnings alone.
  struct Warnings {
    bool of_unit = false, of_profile = false;
  };
  static int listen(TIFF* tiff, void* warnings, const char* module, const char* format,
                    va_list values);

  Warnings warnings_;
  std::unique_ptr<TIFF, decltype(&TIFFClose)> tiff_;
};

}  // namespace msmv::image
