#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <type_traits>

#include "enum_option.h"
#include "msmv/config/fields.h"
#include "msmv/values/decimal.h"
#include "within.h"

namespace msmv::app {

// An option for each field that the config lists: --block-length for block_length, with the
// field's meaning, default and limits.
template <class Config>
void add_config_options(CLI::App& command, Config& config) {
  visit_fields(config, [&](const char* key, auto& value, const char* meaning, auto limits) {
    using Value = std::decay_t<decltype(value)>;
    std::string name = "--" + std::string(key);
    for (char& c : name) {
      c = c == '_' ? '-' : c;
    }
    if constexpr (std::is_enum_v<Value>) {
      add_enum_option(command, name, value, meaning)->default_str(std::string(enum_name(value)));
    } else {
      CLI::Option* option = command.add_option(name, value, meaning)->capture_default_str();
      if constexpr (std::is_same_v<decltype(limits), Between>) {
        const std::string range = decimal(limits.low) + " to " + decimal(limits.high);
        option->description(meaning + (" (" + range + ")"));
        option->check(within(limits.low, limits.high).description(""));
      }
    }
  });
}

}  // namespace msmv::app
