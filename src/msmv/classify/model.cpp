#include "msmv/classify/model.h"

#include "msmv/files/installed.h"
#include "msmv/values/errors.h"

namespace msmv {
namespace {

std::filesystem::path shipped(const std::string& file, const char* variable,
                              const std::string& option) {
  const auto path = files::find_installed(variable, "models/" + file);
  if (!path) {
    throw InputError(
        file, "isn't installed with msmv; name a model with " + option + " FILE or $" + variable);
  }
  return *path;
}

}  // namespace

Model model_of(const ModelFile& file, const LoadOptions& options) {
  return {.config = file.config,
          .id = file.id,
          .provenance = file.provenance,
          .voters = options.voters,
          .network = load_network(file, options)};
}

Model load_model(const std::filesystem::path& path, const LoadOptions& options) {
  return model_of(model::read(path), options);
}

std::filesystem::path default_model_path() {
  return shipped("msmv.safetensors", "MSMV_MODEL", "--model");
}

std::filesystem::path default_encoders_path() {
  return shipped("imagenet.safetensors", "MSMV_ENCODERS", "--encoders");
}

}  // namespace msmv
