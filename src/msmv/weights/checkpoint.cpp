#include "msmv/weights/checkpoint.h"

#include <algorithm>
#include <optional>
#include <span>
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

bool is_counter(const std::string& name, const Shape& shape) {
  return name.ends_with("num_batches_tracked") && shape.empty();
}

void drop_counters(TensorViews& views) {
  std::erase_if(views,
                [](const auto& named) { return is_counter(named.first, named.second.shape); });
}

// Whether a file is of PyTorch's zip form and not safetensors. Throws InputError for its older
// form.
bool is_zipped(std::span<const std::byte> bytes, const std::filesystem::path& path) {
  const std::string_view start = first_bytes(bytes);
  if (start.starts_with(kLegacyPth)) {
    throw InputError(path,
                     "a file of PyTorch before 1.6: load it and save it again with torch.save");
  }
  return start.starts_with("PK\x03\x04");
}

}  // namespace

Checkpoint read_checkpoint(const std::filesystem::path& path) {
  const files::MappedFile file = files::map_file(path);
  Checkpoint out;
  if (is_zipped(file.bytes, path)) {
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

struct CheckpointFile::State {
  files::MappedFile file;
  Metadata metadata;
  std::map<std::string, Facts> facts;
  TensorViews views;           // of safetensors
  std::optional<PthFile> pth;  // or else
};

CheckpointFile::CheckpointFile(const std::filesystem::path& path)
    : state_(std::make_unique<State>()) {
  state_->file = files::map_file(path);
  if (is_zipped(state_->file.bytes, path)) {
    state_->pth.emplace(state_->file.bytes, path);
    for (const auto& [name, tensor] : state_->pth->tensors()) {
      state_->facts[name] = {tensor.dtype, tensor.shape};
    }
  } else {
    Safetensors parsed = parse_safetensors(state_->file.bytes, path);
    state_->metadata = std::move(parsed.metadata);
    state_->views = std::move(parsed.tensors);
    for (const auto& [name, view] : state_->views) {
      state_->facts[name] = {view.dtype, view.shape};
    }
  }
  std::erase_if(state_->facts,
                [](const auto& named) { return is_counter(named.first, named.second.shape); });
}

CheckpointFile::~CheckpointFile() = default;

const Metadata& CheckpointFile::metadata() const {
  return state_->metadata;
}

const std::map<std::string, CheckpointFile::Facts>& CheckpointFile::tensors() const {
  return state_->facts;
}

std::vector<std::byte> CheckpointFile::read(const std::string& name) const {
  std::vector<std::byte> values;
  if (state_->pth) {
    values = state_->pth->read(name);
  } else {
    const auto bytes = state_->views.at(name).bytes;
    values.assign(bytes.begin(), bytes.end());
  }
  files::forget(state_->file);
  return values;
}

}  // namespace msmv::weights
