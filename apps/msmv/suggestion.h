#pragma once

#include <CLI/CLI.hpp>
#include <span>
#include <string>
#include <vector>

namespace msmv::app {

// `; did you mean --output?`, or nothing: the only name that `text` is a part of, or
// the nearest one.
std::string suggestion(const std::string& text, std::span<const std::string> names);

// Lets an option take one of the names; any other is a usage error that lists them.
CLI::Option* take_one_of(CLI::Option* option, const std::vector<std::string>& names);

}  // namespace msmv::app
