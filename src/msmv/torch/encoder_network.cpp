#include "msmv/torch/encoder_network.h"

#include "msmv/torch/graph_network.h"

namespace msmv::libtorch {

EncoderNetwork make_encoder_network(pfenet::Backbone backbone) {
  return make_encoder_network(pfenet::Config{.backbone = backbone});
}

EncoderNetwork make_encoder_network(const pfenet::Config& config) {
  return std::make_shared<GraphNetworkImpl>(pfenet::graph_of(config));
}

}  // namespace msmv::libtorch
