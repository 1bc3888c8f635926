#include "suggestion.h"

#include <algorithm>

#include "msmv/values/nearest_name.h"

namespace msmv::app {

std::string suggestion(const std::string& text, std::span<const std::string> names) {
  const auto has_it = [&text](const std::string& name) {
    return text.size() >= 3 && name.find(text) != std::string::npos;
  };
  if (std::ranges::count_if(names, has_it) == 1) {
    return "; did you mean " + *std::ranges::find_if(names, has_it) + "?";
  }
  const auto nearest = nearest_name(text, names);
  return nearest ? "; did you mean " + *nearest + "?" : "";
}

CLI::Option* take_one_of(CLI::Option* option, const std::vector<std::string>& names) {
  std::string listed;
  for (const std::string& name : names) {
    listed += (listed.empty() ? "" : ", ") + name;
  }
  const auto fault = [names, listed](const std::string& text) -> std::string {
    const bool is_one = std::ranges::find(names, text) != names.end();
    return is_one ? "" : text + " is none of " + listed + suggestion(text, names);
  };
  return option->type_name("{" + listed + "}")->check(CLI::Validator(fault, ""));
}

}  // namespace msmv::app
