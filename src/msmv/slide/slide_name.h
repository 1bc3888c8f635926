#pragma once

#include <filesystem>

namespace msmv::slide {

// Whether the extension is that of a slide: what OpenSlide 3.4 reads, and TIFF. (One slide in DICOM
// is many files: it is named by one of them.)
bool is_slide_name(const std::filesystem::path& path);

}  // namespace msmv::slide
