// One stage alone: the nuclei of a picture as CSV on standard output. Needs only msmv::pixels.
// usage: nuclei_to_csv IMAGE

#include <cstdio>
#include <exception>

#include "msmv/image/field.h"
#include "msmv/image/read.h"
#include "msmv/krem/detect.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: nuclei_to_csv IMAGE\n");
    return 2;
  }
  try {
    // Detection works at 0.42 um per pixel; the field leads back to the picture's own pixels.
    const msmv::Field field = msmv::image::to_field(msmv::image::read(argv[1], {}),
                                                    {.min_side_px = 1, .refused_side_px = 32});
    std::printf("x,y,area_um2\n");
    for (const msmv::Nucleus& nucleus : msmv::krem::detect(
             field.image, field.um_per_px, {.detector = msmv::krem::Detector::hematoxylin})) {
      const msmv::Point at = msmv::image::to_original(field, nucleus.centre);
      std::printf("%.1f,%.1f,%.1f\n", at.x, at.y,
                  nucleus.area_px * field.um_per_px * field.um_per_px);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
