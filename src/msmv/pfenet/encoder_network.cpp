#include "msmv/pfenet/encoder_network.h"

#include "msmv/pfenet/graph_network.h"
#include "msmv/pfenet/resnet.h"

namespace msmv::pfenet {

EncoderNetwork make_encoder_network(Backbone backbone) {
  return make_encoder_network(Config{.backbone = backbone});
}

EncoderNetwork make_encoder_network(const Config& config) {
  if (config.backbone == Backbone::resnet50 || config.backbone == Backbone::resnet101) {
    return std::make_shared<ResNetImpl>(config.backbone);
  }
  return std::make_shared<GraphNetworkImpl>(graph_of(config));
}

}  // namespace msmv::pfenet
