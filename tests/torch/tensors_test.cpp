#include "msmv/torch/tensors.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "msmv/values/errors.h"

namespace msmv::libtorch {
namespace {

const weights::Tensors kLinear = {
    {"a.weight", {{2, 3}, {1, 2, 3, 4, 5, 6}}}, {"a.bias", {{2}, {7, 8}}}, {"b.bias", {{1}, {9}}}};

std::string fault_of_loading(const weights::Tensors& tensors) {
  torch::nn::Linear linear(3, 2);
  try {
    load(*linear, tensors, "a.");
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(TorchTensors, LoadsEachNameUnderItsPrefix) {
  torch::nn::Linear linear(3, 2);
  load(*linear, kLinear, "a.");
  EXPECT_EQ(linear->weight[1][0].item<float>(), 4);
  EXPECT_EQ(linear->bias[1].item<float>(), 8);
}

TEST(TorchTensors, GivesBackWhatWasLoaded) {
  torch::nn::Linear linear(3, 2);
  load(*linear, kLinear, "a.");
  auto expected = kLinear;
  expected.erase("b.bias");
  EXPECT_EQ(tensors_of(*linear, "a."), expected);
}

TEST(TorchTensors, RefusesAMissingALeftOverAndAMisshapenTensor) {
  auto missing = kLinear;
  missing.erase("a.bias");
  EXPECT_EQ(fault_of_loading(missing), "weights: no tensor \"a.bias\"");
  auto left_over = kLinear;
  left_over["a.scale"] = {{1}, {1}};
  EXPECT_EQ(fault_of_loading(left_over), "weights: \"a.scale\" has no place in this network");
  auto misshapen = kLinear;
  misshapen["a.weight"].shape = {3, 2};
  EXPECT_EQ(fault_of_loading(misshapen), "weights: \"a.weight\" has shape [3, 2], wanted [2, 3]");
}

TEST(TorchTensors, ViewsABatchWithoutCopying) {
  PatchBatch batch{1, 2, 2, {}};
  batch.pixels.resize(24);
  batch.pixels[12] = 200;  // second scale, first pixel, red
  const auto view = view_of(batch);
  EXPECT_EQ(view.sizes().vec(), (std::vector<std::int64_t>{1, 2, 2, 2, 3}));
  EXPECT_EQ(view[0][1][0][0][0].item<int>(), 200);
  EXPECT_EQ(view.data_ptr(), batch.pixels.data());
  batch.pixels.pop_back();
  EXPECT_THROW(view_of(batch), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::libtorch
