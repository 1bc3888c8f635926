#pragma once

#include <optional>
#include <vector>

#include "msmv/image/rgb_image.h"
#include "msmv/phantom/ducts.h"
#include "msmv/values/nucleus.h"
#include "msmv/values/seed.h"

namespace msmv::phantom {

struct Config {
  int width_px = 2048, height_px = 1536;
  double um_per_px = 0.42;
  std::optional<Arrangement> arrangement{};  // unset: of the seed's own choice
  std::optional<Seed> camera{};              // stain, light and noise; unset: the seed's own, too
};

// A drawn field and the truth about it, for tests and for trying msmv without any data.
struct Phantom {
  RgbImage image;
  double um_per_px = 0;
  Arrangement arrangement = Arrangement::normal;
  std::vector<Nucleus> nuclei;  // in pixels of the image; all of them, each to be seen
  cv::Mat stained;              // CV_8UC1, 255 or 0: not where fat, a lumen or a cleft is empty
};

// A field that looks like hematoxylin and eosin, drawn by physics: concentrations of both stains
// for stroma, fat, ducts and nuclei, then light through them. The same seed gives the same
// phantom on every machine. About 1 s for 2048 x 1536 pixels.
// Throws std::invalid_argument for sides below 64 or above 16384 pixels, or um_per_px not between
// 0.1 and 2.
Phantom draw(Seed seed, const Config& config);

}  // namespace msmv::phantom
