#include "msmv/krem/detect.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <tuple>

#include "msmv/krem/hematoxylin_detector.h"
#include "msmv/krem/learned_detector.h"
#include "msmv/krem/paper_detector.h"

namespace msmv::krem {
namespace {

std::vector<Nucleus> unordered(const RgbImage& field, double um_per_px, Detector detector,
                               const Recolour& recolour, const CentreNetwork* network) {
  switch (detector) {
    case Detector::hematoxylin:
      return detect_by_hematoxylin(field, um_per_px, recolour);
    case Detector::paper:
      return detect_as_in_paper(recolour(field));
    case Detector::learned:
    case Detector::accurate:
      if (network == nullptr) {
        throw std::invalid_argument("krem::detect: `" + std::string(enum_name(detector)) +
                                    "` needs a network");
      }
      return detect_by_network(field, um_per_px, *network);
  }
  throw std::invalid_argument("krem::detect: got no detector");
}

}  // namespace

std::vector<Nucleus> detect(const RgbImage& field, double um_per_px, const Config& config,
                            const Recolour& recolour, const CentreNetwork* network) {
  std::vector<Nucleus> nuclei = unordered(field, um_per_px, config.detector, recolour, network);
  std::ranges::sort(nuclei, {}, [](const Nucleus& nucleus) {
    return std::tuple{nucleus.centre.y, nucleus.centre.x, nucleus.area_px};
  });
  return nuclei;
}

}  // namespace msmv::krem
