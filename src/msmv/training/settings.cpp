#include "msmv/training/settings.h"

#include <algorithm>
#include <vector>

#include "msmv/config/parse_json.h"
#include "msmv/files/mapped_file.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/values/nearest_name.h"

namespace msmv::training {
namespace {

// Names that no setting has, before from_json refuses them: here one may be told that was meant.
void check_names(const Json& json, const Json& known, const std::string& where) {
  if (!json.is_object() || !known.is_object()) {
    return;  // from_json says so
  }
  std::vector<std::string> names;
  for (const auto& [name, value] : known.items()) {
    names.push_back(name);
  }
  for (const auto& [name, value] : json.items()) {
    if (!known.contains(name)) {
      throw InputError(where + ": unknown setting " + in_quotes(name) + did_you_mean(name, names));
    }
    check_names(value, known[name], where + "." + name);
  }
}

void merge(const Json& json, Settings& settings, const std::string& where) {
  check_names(json, to_json(settings), where);
  from_json(json, settings, where);
}

}  // namespace

void read_settings(const std::filesystem::path& path, Settings& settings) {
  const auto file = files::map_file(path);
  const std::string_view text(reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size());
  const Json json = parse_json(text, path.string());
  merge(json, settings, path.string());
}

void set(Settings& settings, const std::string& assignment) {
  const auto equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw InputError("--set " + in_quotes(assignment) +
                     ": wanted NAME=VALUE, as in training.epochs=3");
  }
  const std::string text = assignment.substr(equals + 1);
  Json value = Json::accept(text) ? parse_json(text, "--set " + in_quotes(assignment)) : Json(text);
  std::string name = assignment.substr(0, equals);
  for (auto dot = name.rfind('.'); dot != std::string::npos; dot = name.rfind('.')) {
    Json outer = Json::object();
    outer[name.substr(dot + 1)] = std::move(value);
    value = std::move(outer);
    name.resize(dot);
  }
  Json patch = Json::object();
  patch[name] = std::move(value);
  merge(patch, settings, "--set");
}

}  // namespace msmv::training
