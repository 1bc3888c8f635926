#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/values/geometry.h"

namespace msmv::slide {

// What a slide's file says of itself.
struct SlideFacts {
  std::string vendor;          // OpenSlide's name of the format; "picture" for a plain one
  std::string id;              // of the file's content, made without reading all of it
  PixelExtent extent;          // of level 0
  std::vector<double> levels;  // downsampling of each level, from 1
  std::optional<PixelSize> um_per_px{};  // of level 0, as stated: it may be implausible
  std::optional<double> objective_power{};
};

// A whole slide that is read piece by piece. Any thread may call; what comes back depends on the
// arguments alone. A file that OpenSlide doesn't know but image::read does is a slide of one level,
// which is held in memory.
class Slide {
 public:
  // Throws InputError for a file that is missing, damaged or of another kind.
  explicit Slide(const std::filesystem::path& path);
  ~Slide();
  Slide(const Slide&) = delete;
  Slide& operator=(const Slide&) = delete;

  const SlideFacts& facts() const;

  // The whole slide, `longest_side_px` long or as long as level 0 where that is shorter. It is read
  // block by block, so that a slide without small levels takes no more memory.
  RgbImage thumbnail(int longest_side_px) const;

  // The coarsest level of which one pixel spans at most `coarsest` pixels of level 0; 1 % more is
  // let pass, as levels of a factor 4 are often 4.0003.
  std::size_t level_for(double coarsest) const;

  // A rectangle of level 0, over white where the slide has no pixels, from that level: width /
  // downsampling pixels wide, rounded. The pixels are never interpolated to a finer grid than the
  // level's.
  // Throws InputError when a part of it can't be decoded; other parts can still be read.
  RgbImage read(const PixelRect& at_level_0, double coarsest) const;

 private:
  class Source;
  class OpenSlideSource;
  class PictureSource;
  std::unique_ptr<Source> source_;
};

// What makes a file a slide: OpenSlide's name of a vendor's format, or "pyramid" for a plain TIFF
// of several levels; empty for anything else, and for what can't be opened.
std::string slide_kind(const std::filesystem::path& path);

// Of the OpenSlide that is loaded.
std::string openslide_version();

}  // namespace msmv::slide
