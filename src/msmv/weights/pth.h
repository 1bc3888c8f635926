#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "msmv/weights/storage.h"

namespace msmv::weights {

// The tensors of a state dict that PyTorch 1.6 or later saved (torch.save, zip form): a zip archive
// with a pickle and one uncompressed entry for each storage. The pickle is read as data and never
// run (weights/pickle.h); strides other than row-major are copied into row-major order.
// `path` is for messages only. Throws InputError for what is not such an archive, is truncated or
// compressed, for a storage of another size than claimed and for a tensor that reaches outside of
// its storage.
Stored parse_pth(std::span<const std::byte> bytes, const std::filesystem::path& path);

}  // namespace msmv::weights
