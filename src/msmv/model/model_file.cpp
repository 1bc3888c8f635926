#include "msmv/model/model_file.h"

#include <charconv>
#include <utility>

#include "msmv/config/parse_json.h"
#include "msmv/files/content_hash.h"
#include "msmv/files/regular_file.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/weights/layout.h"
#include "msmv/weights/safetensors.h"

namespace msmv::model {
namespace {

using weights::Metadata;

constexpr const char* kFormat = "msmv";

const std::string& required(const Metadata& metadata, const std::string& key,
                            const std::filesystem::path& path) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) {
    throw InputError(path, "not a whole msmv model: no \"" + key + "\" in its metadata");
  }
  return found->second;
}

void check_format(const Metadata& metadata, const std::filesystem::path& path) {
  const auto format = metadata.find("format");
  if (format == metadata.end() || format->second != kFormat) {
    throw InputError(path, "safetensors, but not an msmv model (format " +
                               (format == metadata.end() ? "missing" : in_quotes(format->second)) +
                               ")");
  }
  const std::string& text = required(metadata, "format_version", path);
  int version = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (fault != std::errc() || end != text.data() + text.size() || version < 1) {
    throw InputError(path, "format version " + in_quotes(text) + " is none");
  }
  if (version > kModelFormatVersion) {
    throw InputError(path, "written by a newer msmv: format version " + text +
                               ", this one reads up to " + std::to_string(kModelFormatVersion));
  }
}

// A JSON object from the metadata; an absent optional one is empty.
Json object_in(const std::string& text, const std::string& key) {
  Json json = parse_json(text, key);
  if (!json.is_object()) {
    throw InputError(key + ": expected an object, got " + std::string(json.type_name()));
  }
  return json;
}

void read_settings(const Metadata& metadata, const std::filesystem::path& path, ModelFile& out) {
  const std::string& config = required(metadata, "config", path);
  const std::string& provenance = required(metadata, "provenance", path);
  try {
    // Models that don't say were trained before there was another detector to choose.
    out.config.krem.detector = krem::Detector::hematoxylin;
    from_json(object_in(config, "config"), out.config, "config");
    check(out.config);
    out.provenance = object_in(provenance, "provenance");
    if (const auto found = metadata.find("calibration"); found != metadata.end()) {
      out.calibration = object_in(found->second, "calibration");
    }
  } catch (const InputError& fault) {
    throw InputError(path, fault.fault());  // which knew the place, but not the file
  }
}

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Metadata metadata_of(const ModelFile& model) {
  Metadata metadata = {{"format", kFormat},
                       {"format_version", std::to_string(kModelFormatVersion)},
                       {"config", text_of(to_json(model.config))},
                       {"provenance", text_of(model.provenance)}};
  if (!model.calibration.empty()) {
    metadata["calibration"] = text_of(model.calibration);
  }
  return metadata;
}

}  // namespace

ModelFile read(const std::filesystem::path& path) {
  std::error_code ignored;  // read_safetensors tells of what is no regular file
  const files::Stamp before =
      std::filesystem::is_regular_file(path, ignored) ? files::stamp_of(path) : files::Stamp{};
  const weights::Safetensors file = weights::read_safetensors(path);
  check_format(file.metadata, path);
  ModelFile out;
  read_settings(file.metadata, path, out);
  out.weights = weights::decode(file.tensors, path);
  weights::check_layout(out.weights, layout(out.config), "this model", path);
  out.storage = weights::storage_of(file.tensors);
  out.id = files::content_hash(file.bytes);
  out.bytes = file.bytes.size();
  files::require_unchanged(path, before);  // the id must be that of the weights
  return out;
}

void write(const std::filesystem::path& path, const ModelFile& model) {
  check(model.config);
  weights::check_layout(model.weights, layout(model.config), "this model", path);
  const weights::Stored stored = weights::store(model.weights, model.storage, path);
  weights::write_safetensors(path, stored.views, metadata_of(model));
}

void write_with_weights_of(const std::filesystem::path& from, const std::filesystem::path& to,
                           const ModelFile& model) {
  const weights::Safetensors file = weights::read_safetensors(from);
  check_format(file.metadata, from);
  check(model.config);
  weights::check_layout(weights::decode(file.tensors, from), layout(model.config), "this model",
                        from);
  weights::write_safetensors(to, file.tensors, metadata_of(model));
}

}  // namespace msmv::model
