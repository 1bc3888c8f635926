#include "msmv/classify/model.h"

#include <cstdlib>

#include "msmv/values/errors.h"

namespace msmv {
namespace {

// The file that an environment variable names, else one that was installed or built beside the
// program.
std::filesystem::path shipped(const char* file, const char* variable, const char* option) {
  if (const char* named = std::getenv(variable); named != nullptr && *named != '\0') {
    return named;
  }
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe");
  const auto path = program.parent_path() / MSMV_MODELS_FROM_PROGRAM / file;
  if (!std::filesystem::exists(path)) {
    throw InputError(path.lexically_normal(), "no model is there; name one with " +
                                                  std::string(option) + " FILE or $" + variable);
  }
  return path.lexically_normal();
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
