#include "msmv/classify/find_nuclei.h"

#include "msmv/krem/detect.h"
#include "msmv/krem/hematoxylin_detector.h"
#include "msmv/network/nuclei_network.h"

namespace msmv {

std::vector<Nucleus> find_nuclei(const Field& field, const krem::Config& config,
                                 const krem::Recolour& recolour) {
  return krem::detect(field.image, field.um_per_px, config, recolour, centre_network_for(config));
}

std::vector<Nucleus> find_nuclei_and_areas(const Field& field, const krem::Config& config) {
  std::vector<Nucleus> nuclei = find_nuclei(field, config);
  if (krem::is_network(config.detector)) {
    krem::measure_areas(field.image, field.um_per_px, nuclei);
  }
  return nuclei;
}

}  // namespace msmv
