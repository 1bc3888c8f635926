#include "msmv/training/checkpoint_state.h"

#include "msmv/config/parse_json.h"
#include "msmv/files/content_hash.h"
#include "msmv/values/errors.h"

namespace msmv::training {

std::string checkpoint_hash(const weights::TensorViews& tensors, const std::string& state) {
  std::string hashes = files::content_hash(state);
  for (const auto& [name, view] : tensors) {
    hashes += files::content_hash(name) + files::content_hash(view.bytes);
  }
  return files::content_hash(hashes);
}

weights::Safetensors open_checkpoint(const std::filesystem::path& path) {
  auto file = weights::read_safetensors(path);
  const auto format = file.metadata.find("format");
  if (format == file.metadata.end() || format->second != kCheckpointFormat ||
      !file.metadata.contains("state")) {
    throw InputError(path, "is no checkpoint of this version of msmv");
  }
  const auto hash = file.metadata.find("content_hash");
  if (hash == file.metadata.end()) {
    throw InputError(path,
                     "has no hash of its content; checkpoints of earlier versions can't be "
                     "resumed");
  }
  if (hash->second != checkpoint_hash(file.tensors, file.metadata.at("state"))) {
    throw InputError(path, "has been changed since it was written");
  }
  return file;
}

Json read_checkpoint_state(const std::filesystem::path& path) {
  const auto file = open_checkpoint(path);
  Json state = parse_json(file.metadata.at("state"), path.string() + ": its state");
  if (!state.is_object()) {
    throw InputError(path, "its state is no JSON object");
  }
  return state;
}

}  // namespace msmv::training
