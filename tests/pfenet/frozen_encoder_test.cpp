#include "msmv/pfenet/frozen_encoder.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "golden/formula_module.h"

namespace msmv::pfenet {
namespace {

// A ResNet written by hand and a network made from its graph.
TEST(FrozenEncoder, EncodesAsTheNetworkItCameFrom) {
  for (const Backbone backbone : {Backbone::resnet50, Backbone::vgg16}) {
    const EncoderNetwork network = make_encoder_network(backbone);
    load(*network, golden::weights_for(*network, ""), "");
    network->eval();
    const auto first = torch::arange(2 * 3 * 64 * 64).sin().view({2, 3, 64, 64});
    const auto second = first.cos();
    FrozenEncoder frozen(network, first);
    const torch::NoGradGuard no_grad;
    for (const auto& x : {first, second, first}) {
      const auto expected = EncoderNetworkImpl::pool(network->run(x, 0, kStages - 1));
      const auto got = frozen.encode(x);
      EXPECT_EQ(got.sizes(), expected.sizes());
      EXPECT_LT((got - expected).abs().max().item<float>(), 1e-4F * expected.max().item<float>());
    }
  }
}

}  // namespace
}  // namespace msmv::pfenet
