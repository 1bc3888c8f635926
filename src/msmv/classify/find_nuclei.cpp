#include "msmv/classify/find_nuclei.h"

#include "msmv/krem/detect.h"
#include "msmv/network/nuclei_network.h"

namespace msmv {

std::vector<Nucleus> find_nuclei(const Field& field, const krem::Config& config,
                                 const krem::Recolour& recolour) {
  return krem::detect(field.image, field.um_per_px, config, recolour, centre_network_for(config));
}

}  // namespace msmv
