#pragma once

#include <memory>

#include "msmv/pfenet/config.h"
#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"
#include "msmv/weights/tensor.h"

namespace msmv::libtorch {

// PFENet with trained weights, run by LibTorch on the CPU in float32: the reference for every
// faster way.
//
// The result is the same to the bit for any batch size, any neighbours in the batch and any number
// of threads: each patch goes by itself through a network that runs on one thread; what runs
// beside each other is patches. Between processors it
// is not (oneDNN takes other kernels): 1e-4 of the largest value was seen.
class Encoder {
 public:
  // Takes the tensors named "pfenet.", as torchvision names them ("pfenet.scale0.conv1.weight",
  // or "pfenet.shared." for one encoder). Throws InputError when they don't fit the config.
  Encoder(const pfenet::Config& config, std::size_t scales, const weights::Tensors& tensors);
  ~Encoder();
  Encoder(Encoder&&) noexcept;
  Encoder& operator=(Encoder&&) noexcept;

  // [samples, scales, features]. Uses as many threads as OpenMP would (OMP_NUM_THREADS). Throws
  // std::invalid_argument for a batch with another number of scales.
  Encodings encode(const PatchBatch& batch) const;

 private:
  struct Network;
  std::unique_ptr<Network> network_;
};

}  // namespace msmv::libtorch
