#include "msmv/fdnet/layout.h"

#include <gtest/gtest.h>

namespace msmv::fdnet {
namespace {

using weights::Layout;

constexpr Sizes kSizes{.scales = 3, .features = 2048, .classes = 4};

// torch.nn.LSTM(2048, 256, num_layers=2, bidirectional=True): four tensors a layer and direction;
// the second layer reads both directions of the first.
TEST(FdnetLayout, BilstmHasTheTensorsOfPytorchsLstm) {
  const Layout all = layout({}, kSizes);
  EXPECT_EQ(all.size(), 2U * 2U * 4U + 2U);
  EXPECT_EQ(all.at("lstm.weight_ih_l0"), (weights::Shape{1024, 2048}));
  EXPECT_EQ(all.at("lstm.weight_hh_l0_reverse"), (weights::Shape{1024, 256}));
  EXPECT_EQ(all.at("lstm.weight_ih_l1_reverse"), (weights::Shape{1024, 512}));
  EXPECT_EQ(all.at("lstm.bias_hh_l1"), (weights::Shape{1024}));
  EXPECT_EQ(all.at("classifier.weight"), (weights::Shape{4, 512}));
}

TEST(FdnetLayout, LinearHeadsReadAllScalesInARow) {
  for (const Discriminator discriminator : {Discriminator::fc, Discriminator::svm}) {
    EXPECT_EQ(layout({.discriminator = discriminator}, kSizes),
              (Layout{{"classifier.weight", {4, 6144}}, {"classifier.bias", {4}}}));
  }
}

}  // namespace
}  // namespace msmv::fdnet
