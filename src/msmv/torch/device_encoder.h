#pragma once

#include <torch/types.h>

#include <functional>
#include <memory>

#include "msmv/pfenet/config.h"
#include "msmv/values/encodings.h"
#include "msmv/values/patch_batch.h"
#include "msmv/weights/tensor.h"

namespace msmv::libtorch {

// PFENet with trained weights, run by LibTorch on a device beside the processor: pixels go over as
// 8 bits, through page-locked memory, while the device encodes the batch before, and encodings come
// back while it encodes the next. Weights and values are channels last; batch norms are folded
// into the convolutions once, in float32.
//
// Patches go six by six, filled up where they run out, with deterministic kernels: the result
// depends on neither the batch nor its neighbours. For the processor, which does one after the
// other, it is that of Encoder (torch/encoder.h) to the bit, in float32.
//
// For one thread at a time.
class DeviceEncoder {
 public:
  // Takes tensors as Encoder does; `type` is float32 or bfloat16. Throws InputError when they don't
  // fit the config, and what the device answers when it can't hold or run the network.
  DeviceEncoder(const pfenet::Config& config, std::size_t scales, const weights::Tensors& tensors,
                torch::Device device, torch::ScalarType type);

  // Waits for a batch's encodings, [samples, scales, features], and gives them.
  using Collect = std::function<Encodings()>;

  // Hands a batch over, which is not needed any more then. Two may be under way; the third takes
  // the place of the first, which can't be collected any more (std::logic_error). Throws
  // std::invalid_argument for a batch with another number of scales, InputError for what the device
  // answers; so does the collecting.
  Collect submit(const PatchBatch& batch);

 private:
  struct Network;
  std::shared_ptr<Network> network_;
};

}  // namespace msmv::libtorch
