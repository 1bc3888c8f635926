#include "msmv/pfenet/encoder_network.h"

#include "msmv/pfenet/graph_network.h"
#include "msmv/pfenet/resnet.h"

namespace msmv::pfenet {

EncoderNetwork make_encoder_network(Backbone backbone) {
  if (backbone == Backbone::resnet50 || backbone == Backbone::resnet101) {
    return std::make_shared<ResNetImpl>(backbone);
  }
  return std::make_shared<GraphNetworkImpl>(graph_of(backbone));
}

}  // namespace msmv::pfenet
