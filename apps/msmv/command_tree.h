#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

// The program's subcommands and options as plain values, for what is made from them.

namespace msmv::app {

struct OptionEntry {
  std::string name;                  // "--output"
  std::string meaning;               // one line
  bool takes_value = false;          // no flag
  std::vector<std::string> choices;  // the values it takes, where they are a list
};

struct CommandEntry {
  std::string path;  // "", "classify", "model show"
  std::string meaning;
  std::vector<std::string> subcommands;
  std::vector<OptionEntry> options;
};

// The program itself first, then each subcommand, parents before their children.
std::vector<CommandEntry> all_commands(const CLI::App& program);

}  // namespace msmv::app
