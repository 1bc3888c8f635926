#include "msmv/network/nuclei_network.h"

#include <cstdlib>

#include "msmv/libtorch/functions.h"
#include "msmv/nuclei/graph.h"
#include "msmv/nuclei/network_file.h"
#include "msmv/values/errors.h"

namespace msmv {
namespace {

std::filesystem::path shipped_path() {
  if (const char* named = std::getenv("MSMV_NUCLEI"); named != nullptr && *named != '\0') {
    return named;
  }
  const auto program = std::filesystem::read_symlink("/proc/self/exe");
  const auto path =
      (program.parent_path() / MSMV_MODELS_FROM_PROGRAM / "nuclei.safetensors").lexically_normal();
  if (!std::filesystem::exists(path)) {
    throw InputError(path, "the network that finds nuclei is not there; $MSMV_NUCLEI names one");
  }
  return path;
}

}  // namespace

CentreNetwork load_centre_network(const std::filesystem::path& path) {
  const nuclei::NetworkFile file = nuclei::read(path);
  return nuclei::centre_network(
      file.config, libtorch::functions().map(nuclei::graph_of(file.config), file.weights));
}

const CentreNetwork& shipped_centre_network() {
  static const CentreNetwork network = load_centre_network(shipped_path());
  return network;
}

const CentreNetwork* centre_network_for(const krem::Config& config) {
  return config.detector == krem::Detector::learned ? &shipped_centre_network() : nullptr;
}

}  // namespace msmv
