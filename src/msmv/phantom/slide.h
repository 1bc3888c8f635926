#pragma once

#include <filesystem>
#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/phantom/draw.h"

namespace msmv::phantom {

struct SlideConfig {
  int width_px = 8000, height_px = 6000;  // of level 0
  double um_per_px = 0.25;
  int islands = 4;      // of tissue, whose arrangements take turns
  bool has_pen = true;  // a mark of each ink: blue, green, black, red
};

// An ellipse of tissue on the slide, in pixels of level 0.
struct Island {
  Arrangement arrangement;
  double centre_x, centre_y, half_width, half_height;
  cv::Mat stained{};  // of the field that fills it (phantom/draw.h)
};

// A straight stroke of a pen on the glass, in pixels of level 0.
struct PenMark {
  const char* ink;  // "blue", "green", "black" or "red"
  double from_x, from_y, to_x, to_y, thickness;
};

// Level 0 of a slide that was drawn, and the truth about it.
struct PhantomSlide {
  RgbImage image;
  double um_per_px = 0;
  std::vector<Island> islands;
  std::vector<PenMark> marks;
};

// Islands of tissue side by side on glass, all in one stain, with pen marks below them. The tissue
// of an island is one field of at most 2048 px a side, mirrored again and again: a slide of
// 8000 x 6000 px takes about 5 s. The same seed gives the same slide on every machine.
// Throws std::invalid_argument for sides below 512 or above 40960 px, fewer than 1 or more than 64
// islands, and islands that come out smaller than 64 px.
PhantomSlide draw_slide(Seed seed, const SlideConfig& config);

// Where the slide shows stained tissue, in pixels of level 0: CV_8UC1, 255 or 0. It is less than
// the islands, by what is empty in them.
cv::Mat draw_truth(const PhantomSlide& slide);

// Writes it as a pyramid that OpenSlide reads: TIFF in tiles of 256 px, JPEG, each level half the
// one before, the pixel size as resolution. Throws OutputError when it can't be written.
void write_slide(const std::filesystem::path& path, const PhantomSlide& slide);

}  // namespace msmv::phantom
