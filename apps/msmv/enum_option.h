#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "msmv/config/fields.h"

namespace msmv::app {

// An option that takes the name of an enumerator (config/fields.h); any other is a usage error
// that lists them.
template <class Enum>
CLI::Option* add_enum_option(CLI::App& cli, const std::string& name, Enum& value,
                             const std::string& description) {
  const auto take = [name, &value](const std::string& text) {
    for (const auto& [choice, choice_name] : enum_names(Enum{})) {
      if (text == choice_name) {
        value = choice;
        return;
      }
    }
    throw CLI::ValidationError(name, text + " is none of " + enum_choices<Enum>());
  };
  return cli.add_option_function<std::string>(name, take, description)
      ->type_name("{" + enum_choices<Enum>() + "}");
}

}  // namespace msmv::app
