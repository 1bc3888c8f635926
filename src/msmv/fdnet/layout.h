#pragma once

#include <cstddef>

#include "msmv/fdnet/config.h"
#include "msmv/weights/layout.h"

namespace msmv::fdnet {

// What a discriminator is fed with and what it must give.
struct Sizes {
  std::size_t scales = 0, features = 0, classes = 0;
};

// The tensors of a discriminator under PyTorch's state-dict names: "lstm.weight_ih_l0",
// "lstm.weight_hh_l0_reverse", ... of a BiLSTM, and "classifier.weight" and ".bias" behind it or
// (fc, svm) behind the encodings of all scales in a row.
weights::Layout layout(const Config& config, const Sizes& sizes);

}  // namespace msmv::fdnet
