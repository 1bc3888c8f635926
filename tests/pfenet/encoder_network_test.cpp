#include "msmv/pfenet/encoder_network.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "msmv/pfenet/layout.h"
#include "msmv/pfenet/torch_tensors.h"

namespace msmv::pfenet {
namespace {

TEST(EncoderNetwork, HasTheTensorsOfItsLayout) {
  for (const auto& [backbone, name] : enum_names(Backbone{})) {
    weights::Layout layout;
    for (const auto& item : state_of(*make_encoder_network(backbone))) {
      layout[item.key()] = item.value().sizes().vec();
    }
    EXPECT_EQ(layout, encoder_layout(backbone)) << name;
  }
}

TEST(EncoderNetwork, PoolsToTheMeanOfThePlaces) {
  const auto x = torch::tensor({1.0F, 2.0F, 3.0F, 6.0F}).view({1, 1, 2, 2});
  EXPECT_EQ(EncoderNetworkImpl::pool(x).item<float>(), 3);
}

}  // namespace
}  // namespace msmv::pfenet
