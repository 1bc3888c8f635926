#include "msmv/training/settings.h"

#include <algorithm>

#include "msmv/config/parse_json.h"
#include "msmv/files/mapped_file.h"
#include "msmv/values/errors.h"

namespace msmv::training {

void read_settings(const std::filesystem::path& path, Settings& settings) {
  const auto file = files::map_file(path);
  const std::string_view text(reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size());
  const Json json = parse_json(text, path.string());
  from_json(json, settings, path.string());
}

void set(Settings& settings, const std::string& assignment) {
  const auto equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw InputError("--set " + assignment + ": wanted NAME=VALUE, as in training.epochs=3");
  }
  const std::string text = assignment.substr(equals + 1);
  Json value = Json::parse(text, nullptr, false);
  if (value.is_discarded()) {
    value = text;
  }
  std::string pointer(1, '/');
  pointer.append(assignment, 0, equals);
  std::ranges::replace(pointer, '.', '/');
  Json patch = Json::object();
  patch[Json::json_pointer(pointer)] = value;
  from_json(patch, settings, "--set");
}

}  // namespace msmv::training
