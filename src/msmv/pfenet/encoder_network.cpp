#include "msmv/pfenet/encoder_network.h"

#include "msmv/pfenet/graph_network.h"

namespace msmv::pfenet {

EncoderNetwork make_encoder_network(Backbone backbone) {
  return make_encoder_network(Config{.backbone = backbone});
}

EncoderNetwork make_encoder_network(const Config& config) {
  return std::make_shared<GraphNetworkImpl>(graph_of(config));
}

}  // namespace msmv::pfenet
