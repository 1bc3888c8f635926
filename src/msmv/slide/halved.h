#pragma once

#include <cstddef>
#include <memory>

#include "msmv/image/rgb_image.h"
#include "msmv/slide/slide.h"

// Pixels of a slide that come out the same, but for a level's own compression, from whichever level
// they are read: means over squares of 2^k pixels of level 0, as a scanner's pyramid has them.

namespace msmv::slide {

enum class From { coarsest_level, level_0 };

// The sides of those squares: the largest power of two that is at most `most`, 1 at least (1 % more
// is let pass, as in Slide::read).
int halved_side(double most);

// Reads such squares and keeps what it has decoded, block by block, the least recently used ones
// going first: neighbouring tiles and their contexts decode a place of the slide once. Any thread
// may call; the pixels depend on the arguments alone.
class HalvedSlide {
 public:
  static constexpr std::size_t kMostBytes = 256U << 20;  // of kept blocks

  // The slide must outlive it. `finest` is the smallest `most` that read is often called with:
  // larger squares that the same level serves are then made of those.
  HalvedSlide(const Slide& slide, double finest, From from = From::coarsest_level,
              std::size_t most_bytes = kMostBytes);
  ~HalvedSlide();
  HalvedSlide(const HalvedSlide&) = delete;
  HalvedSlide& operator=(const HalvedSlide&) = delete;

  const Slide& slide() const { return slide_; }

  // A rectangle of level 0 in squares of halved_side(most) pixels a side, counted from the slide's
  // corner: its corner is moved to the nearest square's, its sides become the nearest whole number
  // of them. Read from the coarsest level that has pixels no larger than these squares, or from
  // level 0; white where the slide has no pixels. Throws InputError when a part of it can't be
  // decoded.
  RgbImage read(const PixelRect& at_level_0, double most) const;

 private:
  class Blocks;
  const Slide& slide_;
  std::unique_ptr<Blocks> blocks_;
};

}  // namespace msmv::slide
