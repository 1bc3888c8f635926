#include "msmv/torch/encoder_network.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "msmv/pfenet/layout.h"
#include "msmv/torch/tensors.h"

namespace msmv::libtorch {
namespace {

TEST(EncoderNetwork, HasTheTensorsOfItsLayout) {
  for (const auto& [backbone, name] : pfenet::enum_names(pfenet::Backbone{})) {
    weights::Layout layout;
    for (const auto& item : state_of(*make_encoder_network(backbone))) {
      layout[item.key()] = item.value().sizes().vec();
    }
    EXPECT_EQ(layout, pfenet::encoder_layout(backbone)) << name;
  }
}

TEST(EncoderNetwork, PoolsToTheMeanOfThePlaces) {
  const auto x = torch::tensor({1.0F, 2.0F, 3.0F, 6.0F}).view({1, 1, 2, 2});
  EXPECT_EQ(EncoderNetworkImpl::pool(x).item<float>(), 3);
}

}  // namespace
}  // namespace msmv::libtorch
