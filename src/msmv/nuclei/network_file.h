#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>

#include "msmv/config/json.h"
#include "msmv/nuclei/config.h"
#include "msmv/values/centre_map.h"
#include "msmv/weights/tensor.h"

namespace msmv::nuclei {

inline constexpr int kNetworkFormatVersion = 1;

// A network on disk: one safetensors file (docs/formats.md).
struct NetworkFile {
  NetworkConfig config;
  Json provenance = Json::object();                // recipe, data, numbers: for people
  weights::Tensors weights;                        // exactly layout(config)
  std::map<std::string, float> activation_ranges;  // for int8 (engine/quantize.h); or none
  std::string id;                                  // names the file's content; set by reading
};

// Reads and checks all of it. Throws InputError with the first fault.
NetworkFile read(const std::filesystem::path& path);

// A network as the detector takes it, of what runs its graph (torch/map.h or the engine).
CentreNetwork centre_network(
    const NetworkConfig& config,
    std::function<CentreMap(std::span<const std::uint8_t> rgb, PixelExtent picture)> map);

// Writes it atomically; the same network gives the same bytes. Throws InputError when config and
// weights don't fit each other, OutputError when it can't be written.
void write(const std::filesystem::path& path, const NetworkFile& network);

}  // namespace msmv::nuclei
