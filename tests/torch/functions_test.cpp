#include <gtest/gtest.h>

#include "golden/formula.h"
#include "golden/read.h"
#include "msmv/libtorch/functions.h"
#include "msmv/pfenet/layout.h"
#include "msmv/torch/encoder.h"
#include "msmv/torch/scorer.h"
#include "msmv/values/errors.h"

// What the loaded library gives is what the same code gives here.

namespace msmv::libtorch {
namespace {

weights::Tensors tensors_of(const weights::Layout& layout, const std::string& prefix) {
  weights::Tensors tensors;
  for (const auto& [name, shape] : layout) {
    tensors[prefix + name] = golden::weight(name, shape);
  }
  return tensors;
}

TEST(LibTorchFunctions, EncodeAsTheEncoderDoes) {
  const pfenet::Config config{.shared_weights = true};
  const auto tensors = tensors_of(pfenet::layout(config, 2), "pfenet.");
  const auto batch = golden::patches("pixels", 1, 2, 64);
  const auto encode = functions().encoder(config, 2, tensors, 1);
  EXPECT_EQ(encode(batch).values, Encoder(config, 2, tensors).encode(batch).values);
}

TEST(LibTorchFunctions, EncodeOnADeviceAsTheEncoderDoes) {
  const pfenet::Config config{.shared_weights = true};
  const auto tensors = tensors_of(pfenet::layout(config, 2), "pfenet.");
  const auto batch = golden::patches("pixels", 1, 2, 64);
  const auto submit = functions().device_encoder(config, 2, tensors, {});
  const auto collect = submit(batch);
  EXPECT_EQ(collect().values, Encoder(config, 2, tensors).encode(batch).values);
}

TEST(LibTorchFunctions, KnowTheirDevices) {
  EXPECT_EQ(functions().device("cpu"), "cpu");
  EXPECT_THROW(functions().device("gpu"), InputError);
  EXPECT_THROW(functions().device("cuda:100"), InputError);
  EXPECT_GT(functions().matmul_peak({}, 128), 0);
}

TEST(LibTorchFunctions, ScoreAsTheScorerDoes) {
  const fdnet::Sizes sizes{.scales = 3, .features = 64, .classes = 4};
  const fdnet::Config config{.layers = 2, .hidden_per_direction = 24};
  const auto tensors = tensors_of(fdnet::layout(config, sizes), "fdnet.");
  const Encodings encodings{5, 3, 64, golden::tensor("encodings", {5, 3, 64}, 0, 2).values};
  const auto scores = functions().scorer(config, sizes, tensors, "cpu")(encodings);
  EXPECT_EQ(scores, Scorer(config, sizes, tensors).scores(encodings));
}

TEST(LibTorchFunctions, KnowWhatLibTorchCalls) {
  EXPECT_NE(functions().address_of("sgemm_"), nullptr);
  EXPECT_EQ(functions().address_of("msmv_has_no_such_function"), nullptr);
  EXPECT_GE(functions().cuda_devices(), 0);
}

}  // namespace
}  // namespace msmv::libtorch
