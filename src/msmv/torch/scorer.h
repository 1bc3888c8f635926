#pragma once

#include <c10/core/Device.h>

#include <memory>
#include <vector>

#include "msmv/fdnet/config.h"
#include "msmv/fdnet/layout.h"
#include "msmv/values/class_scores.h"
#include "msmv/values/encodings.h"
#include "msmv/weights/tensor.h"

namespace msmv::libtorch {

// FDNet with trained weights, in float32. The result is the same to the bit for any batch size, any
// neighbours in the batch and any number of threads: samples go one by one, on one thread each; on
// another device six by six, filled up where they run out.
class Scorer {
 public:
  // Takes the tensors named "fdnet.". Throws InputError when they don't fit.
  Scorer(const fdnet::Config& config, const fdnet::Sizes& sizes, const weights::Tensors& tensors,
         c10::Device device = c10::kCPU);
  ~Scorer();
  Scorer(Scorer&&) noexcept;
  Scorer& operator=(Scorer&&) noexcept;

  // The scores of each sample: the softmax of its logits (deviation D43: also of an SVM's
  // distances). Throws std::invalid_argument for encodings of other sizes.
  std::vector<ClassScores> scores(const Encodings& encodings) const;
  // Before the softmax.
  std::vector<std::vector<float>> logits(const Encodings& encodings) const;

 private:
  struct Network;
  std::unique_ptr<Network> network_;
};

}  // namespace msmv::libtorch
