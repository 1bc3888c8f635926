#include "msmv/training/initial_fdnet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "msmv/fdnet/layout.h"
#include "tiny_data.h"

namespace msmv::training {
namespace {

TEST(InitialFdnet, IsTheSeedsAndInPyTorchsRange) {
  const auto config = tiny_network();
  const auto tensors = initial_fdnet(config, 7);
  EXPECT_EQ(tensors, initial_fdnet(config, 7));
  EXPECT_NE(tensors, initial_fdnet(config, 8));
  float largest = 0;
  for (const float value : tensors.at("fdnet.lstm.weight_ih_l0").values) {
    largest = std::max(largest, std::abs(value));
  }
  const float limit = 1 / std::sqrt(8.0F);  // of 8 hidden units
  EXPECT_LE(largest, limit);
  EXPECT_GT(largest, 0.99F * limit);
}

TEST(InitialFdnet, HasAllTensorsOfEachDiscriminator) {
  for (const auto discriminator :
       {fdnet::Discriminator::bilstm, fdnet::Discriminator::fc, fdnet::Discriminator::svm}) {
    auto network = tiny_network();
    network.fdnet.discriminator = discriminator;
    network.fdnet.layers = 2;
    network.fdnet.standardize_encodings = true;
    const auto shapes = fdnet::layout(network.fdnet, {.scales = 2, .features = 2048, .classes = 2});
    const auto tensors = initial_fdnet(network, 1);
    ASSERT_EQ(tensors.size(), shapes.size());
    for (const auto& [name, shape] : shapes) {
      EXPECT_EQ(tensors.at("fdnet." + name).shape, shape) << name;
    }
    EXPECT_EQ(tensors.at("fdnet.input_deviation").values[5], 1.0F);
  }
}

}  // namespace
}  // namespace msmv::training
