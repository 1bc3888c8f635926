#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "msmv/values/decimal.h"

namespace msmv::app {

// Checks that an option's number lies between two, these included. CLI::Range lets "nan" pass.
inline CLI::Validator within(double low, double high) {
  const std::string range = decimal(low) + " to " + decimal(high);
  return CLI::Validator(
      [low, high, range](std::string& text) {
        double number = 0;
        const bool is_number = CLI::detail::lexical_cast(text, number);
        return is_number && number >= low && number <= high
                   ? std::string()
                   : text + " is not a number from " + range;
      },
      range);
}

}  // namespace msmv::app
