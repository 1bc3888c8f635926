#include "msmv/weights/checkpoint.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "msmv/files/mapped_file.h"
#include "msmv/values/errors.h"
#include "msmv/weights/pth.h"
#include "msmv/weights/storage.h"

namespace msmv::weights {
namespace {

// A pickle's first opcodes, then PyTorch's magic number: torch.save before 1.6.
constexpr std::string_view kLegacyPth = "\x80\x02\x8a\x0a\x6c\xfc";

std::string_view first_bytes(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 8)};
}

void drop_counters(TensorViews& views) {
  std::erase_if(views, [](const auto& named) {
    return named.first.ends_with("num_batches_tracked") && named.second.shape.empty();
  });
}

}  // namespace

Checkpoint read_checkpoint(const std::filesystem::path& path) {
  const files::MappedFile file = files::map_file(path);
  const std::string_view start = first_bytes(file.bytes);
  if (start.starts_with(kLegacyPth)) {
    throw InputError(path,
                     "a file of PyTorch before 1.6: load it and save it again with torch.save");
  }
  Checkpoint out;
  if (start.starts_with("PK\x03\x04")) {
    Stored state = parse_pth(file.bytes, path);
    drop_counters(state.views);
    out.tensors = decode(state.views, path);
  } else {
    Safetensors state = parse_safetensors(file.bytes, path);
    drop_counters(state.tensors);
    out.tensors = decode(state.tensors, path);
    out.metadata = std::move(state.metadata);
  }
  return out;
}

}  // namespace msmv::weights
