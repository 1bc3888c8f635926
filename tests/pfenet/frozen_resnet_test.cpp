#include "msmv/pfenet/frozen_resnet.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "golden/formula_module.h"

namespace msmv::pfenet {
namespace {

TEST(FrozenResNet, EncodesAsTheNetworkItCameFrom) {
  ResNet network(Backbone::resnet50);
  load(*network, golden::weights_for(*network, ""), "");
  network->eval();
  const auto first = torch::arange(2 * 3 * 64 * 64).sin().view({2, 3, 64, 64});
  const auto second = first.cos();
  FrozenResNet frozen(network, first);
  const torch::NoGradGuard no_grad;
  for (const auto& x : {first, second, first}) {
    const auto expected = ResNetImpl::pool(network->run(x, 0, kStages - 1));
    const auto got = frozen.encode(x);
    EXPECT_EQ(got.sizes(), expected.sizes());
    EXPECT_LT((got - expected).abs().max().item<float>(), 1e-4F * expected.max().item<float>());
  }
}

}  // namespace
}  // namespace msmv::pfenet
