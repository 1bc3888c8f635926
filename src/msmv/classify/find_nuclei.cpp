#include "msmv/classify/find_nuclei.h"

#include "msmv/krem/detect.h"
#include "msmv/network/nuclei_network.h"

namespace msmv {

std::vector<Nucleus> find_nuclei(const Field& field, const RgbImage& normalized,
                                 const krem::Config& config) {
  const CentreNetwork* const network = centre_network_for(config);
  const RgbImage& seen = network != nullptr ? field.image : normalized;
  return krem::detect(seen, field.um_per_px, config, network);
}

}  // namespace msmv
