#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "msmv/weights/pickle.h"
#include "msmv/weights/storage.h"

namespace msmv::weights {

// The tensors of a state dict that PyTorch 1.6 or later saved (torch.save, zip form): a zip archive
// with a pickle and one uncompressed entry for each storage. The pickle is read as data and never
// run (weights/pickle.h); strides other than row-major are copied into row-major order.
// `path` is for messages only. Throws InputError for what is not such an archive, is truncated or
// compressed, for a storage of another size than claimed and for a tensor that reaches outside of
// its storage.
Stored parse_pth(std::span<const std::byte> bytes, const std::filesystem::path& path);

// The same tensor by tensor: opening reads the pickle alone, and each tensor's storage is read when
// it is asked for. `bytes` must outlive it. Throws as parse_pth does.
class PthFile {
 public:
  PthFile(std::span<const std::byte> bytes, const std::filesystem::path& path);
  ~PthFile();
  PthFile(PthFile&&) noexcept;
  PthFile& operator=(PthFile&&) noexcept;

  const std::map<std::string, PickledTensor>& tensors() const;
  // In row-major order.
  std::vector<std::byte> read(const std::string& name) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace msmv::weights
