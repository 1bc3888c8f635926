// Gives a picture the hematoxylin and eosin of another one. Needs only msmv::pixels.
// usage: match_stain IMAGE TARGET OUTPUT

#include <cstdio>
#include <exception>

#include "msmv/image/read.h"
#include "msmv/image/write.h"
#include "msmv/stain/normalize.h"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: match_stain IMAGE TARGET OUTPUT\n");
    return 2;
  }
  try {
    const auto look = msmv::stain::look_of(msmv::image::read(argv[2], {}).image);
    if (!look) {
      std::fprintf(stderr, "%s shows too little stain to be a target\n", argv[2]);
      return 1;
    }
    const msmv::Photo photo = msmv::image::read(argv[1], {});
    msmv::stain::Config config{.method = msmv::stain::Method::macenko};
    config.target = *look;
    msmv::image::write(argv[3], msmv::stain::normalize(photo.image, config), photo.um_per_px);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
