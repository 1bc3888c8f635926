#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "msmv/config/fields.h"
#include "suggestion.h"

namespace msmv::app {

// An option that takes the name of an enumerator (config/fields.h); any other is a usage error
// that lists them and says which may have been meant.
template <class Enum>
CLI::Option* add_enum_option(CLI::App& cli, const std::string& name, Enum& value,
                             const std::string& description) {
  std::vector<std::string> names;
  for (const auto& [choice, choice_name] : enum_names(Enum{})) {
    names.emplace_back(choice_name);
  }
  const auto take = [&value](const std::string& text) {
    for (const auto& [choice, choice_name] : enum_names(Enum{})) {
      if (text == choice_name) {
        value = choice;
      }
    }
  };
  return take_one_of(cli.add_option_function<std::string>(name, take, description), names);
}

}  // namespace msmv::app
