#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "msmv/weights/tensor.h"

namespace msmv::weights {

// A tensor as a pickle tells of it: which elements of which storage. Nothing is checked yet but
// the form.
struct PickledTensor {
  DType dtype = DType::f32;
  std::string storage;                // its key in the archive
  std::int64_t storage_elements = 0;  // as the pickle claims
  std::int64_t offset = 0;            // of the first element, in elements
  Shape shape, strides;               // strides in elements
};

// The state dict in a pickle that torch.save wrote: either the whole object or what stands under
// "state_dict", "model_state_dict", "model" or "teacher" in it.
//
// A pickle is a program for a small stack machine that may call anything by name. Only what a state
// dict needs is understood here: literals, containers, the memo, and three names, of which each
// becomes a plain value (collections.OrderedDict, torch._utils._rebuild_tensor_v2, torch's storage
// types). Any other name or opcode is a fault. Throws InputError.
std::map<std::string, PickledTensor> parse_pickle(std::span<const std::byte> pickle,
                                                  const std::filesystem::path& path);

}  // namespace msmv::weights
