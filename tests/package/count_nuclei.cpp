// The light zones alone: nuclei of a drawn field are found.

#include <cstdio>

#include "msmv/krem/detect.h"
#include "msmv/phantom/draw.h"

int main() {
  const msmv::phantom::Phantom phantom =
      msmv::phantom::draw(3, {.width_px = 512, .height_px = 512});
  const auto found = msmv::krem::detect(phantom.image, phantom.um_per_px,
                                        {.detector = msmv::krem::Detector::hematoxylin});
  std::printf("%zu nuclei drawn, %zu found\n", phantom.nuclei.size(), found.size());
  return 2 * found.size() > phantom.nuclei.size() && found.size() < 2 * phantom.nuclei.size() ? 0
                                                                                              : 1;
}
