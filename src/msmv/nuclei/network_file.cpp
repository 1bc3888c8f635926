#include "msmv/nuclei/network_file.h"

#include <utility>

#include "msmv/config/parse_json.h"
#include "msmv/files/content_hash.h"
#include "msmv/nuclei/graph.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/weights/layout.h"
#include "msmv/weights/safetensors.h"
#include "msmv/weights/storage.h"

namespace msmv::nuclei {
namespace {

constexpr const char* kNetworkFormat = "msmv nuclei";
constexpr const char* kRanges = "activation_ranges";

std::string value_of(const weights::Metadata& metadata, const std::string& key) {
  const auto found = metadata.find(key);
  return found == metadata.end() ? "" : found->second;
}

std::map<std::string, float> ranges_of(const std::string& text) {
  std::map<std::string, float> ranges;
  if (text.empty()) {
    return ranges;
  }
  const Json json = parse_json(text, kRanges);
  if (!json.is_object()) {
    config_detail::wrong_type(kRanges, json);
  }
  for (const auto& [name, value] : json.items()) {
    config_detail::read_value(value, ranges[name], between(1e-30, 1e30),
                              std::string(kRanges) + "." + name);
  }
  return ranges;
}

}  // namespace

NetworkFile read(const std::filesystem::path& path) {
  const weights::Safetensors file = weights::read_safetensors(path);
  if (value_of(file.metadata, "format") != kNetworkFormat) {
    throw InputError(path, "safetensors, but no network that finds nuclei");
  }
  const std::string version = value_of(file.metadata, "format_version");
  if (version != std::to_string(kNetworkFormatVersion)) {
    throw InputError(path, "format version " + in_quotes(version) + "; this msmv reads " +
                               std::to_string(kNetworkFormatVersion));
  }
  NetworkFile network;
  try {
    from_json(parse_json(value_of(file.metadata, "config"), "config"), network.config);
    network.provenance = parse_json(value_of(file.metadata, "provenance"), "provenance");
    network.activation_ranges = ranges_of(value_of(file.metadata, kRanges));
  } catch (const InputError& fault) {
    throw InputError(path, fault.fault());
  }
  network.weights = weights::decode(file.tensors, path);
  weights::check_layout(network.weights, layout(network.config), "this network", path);
  network.id = files::content_hash(file.bytes);
  return network;
}

CentreNetwork centre_network(
    const NetworkConfig& config,
    std::function<CentreMap(std::span<const std::uint8_t> rgb, PixelExtent picture)> map) {
  return {.map = std::move(map), .um_per_px = config.um_per_px, .threshold = config.threshold};
}

void write(const std::filesystem::path& path, const NetworkFile& network) {
  weights::check_layout(network.weights, layout(network.config), "this network", path);
  weights::Metadata metadata = {{"format", kNetworkFormat},
                                {"format_version", std::to_string(kNetworkFormatVersion)},
                                {"config", to_json(network.config).dump()},
                                {"provenance", network.provenance.dump()}};
  if (!network.activation_ranges.empty()) {
    metadata[kRanges] = Json(network.activation_ranges).dump();
  }
  const weights::Stored stored = weights::store(network.weights, weights::Storage::f32, path);
  weights::write_safetensors(path, stored.views, metadata);
}

}  // namespace msmv::nuclei
