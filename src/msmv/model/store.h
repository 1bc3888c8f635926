#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "msmv/weights/storage.h"

namespace msmv::model {

// Tells how storing a model's weights in another form changed them.
struct StoreReport {
  std::uint64_t bytes_before = 0, bytes_after = 0;
  std::string id;                 // of the new file
  std::string worst_tensor;       // the one that rounding changed most; none: nothing changed
  double worst_relative_rms = 0;  // and by how much (weights/quantize.h)
};

// Writes the model in `from` to `to` with its weights in `storage`, and reads it back to tell what
// that changed. The new provenance names the old file's id under "stored_from".
// Throws InputError as model::read and model::write do.
StoreReport store(const std::filesystem::path& from, const std::filesystem::path& to,
                  weights::Storage storage);

}  // namespace msmv::model
