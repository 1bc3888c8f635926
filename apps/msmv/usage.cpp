#include "usage.h"

#include <algorithm>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "msmv/values/in_quotes.h"
#include "suggestion.h"

namespace msmv::app {
namespace {

// The subcommand that was reached: the last word that was one.
const CLI::App* reached(const CLI::App* program) {
  for (auto parsed = program->get_subcommands(); !parsed.empty();
       parsed = program->get_subcommands()) {
    program = parsed.front();
  }
  return program;
}

// "msmv model show"
std::string full_name(const CLI::App* command) {
  const CLI::App* parent = command->get_parent();
  return parent == nullptr ? command->get_name() : full_name(parent) + " " + command->get_name();
}

bool is_option_group(const CLI::App* command) {
  return command->get_name().empty();
}

std::vector<std::string> options_of(const CLI::App* command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command->get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  for (const CLI::App* group : command->get_subcommands(is_option_group)) {
    std::ranges::copy(options_of(group), std::back_inserter(names));
  }
  return names;
}

std::vector<std::string> subcommands_of(const CLI::App* command) {
  std::vector<std::string> names;
  for (const CLI::App* subcommand :
       command->get_subcommands([](const CLI::App* app) { return !is_option_group(app); })) {
    names.push_back(subcommand->get_name());
  }
  return names;
}

// CLI11's words where they are a programmer's.
std::string plainly(const std::string& text) {
  static const std::regex unconvertible(R"(Could not convert: (\S+) = (.*))");
  static const std::regex without_value(R"((\S+): (\d+ required \S+ missing|needs a value))");
  std::smatch parts;
  if (std::regex_match(text, parts, unconvertible)) {
    return parts[1].str() + ": " + parts[2].str() + " is no such number";
  }
  if (std::regex_match(text, parts, without_value)) {
    return parts[1].str() + " needs a value";
  }
  return text;
}

// Words that no option took come first; CLI11 may complain of what is missing because of them.
std::string fault_of(const CLI::App* command, const CLI::Error& error) {
  for (const std::string& word : command->remaining()) {
    const auto subcommands = subcommands_of(command);
    if (word.starts_with("-")) {
      const std::string name = word.substr(0, word.find('='));
      return "unknown option " + in_quotes(name) + suggestion(name, options_of(command));
    }
    if (!subcommands.empty()) {
      return "unknown subcommand " + in_quotes(word) + suggestion(word, subcommands);
    }
    return in_quotes(word) + " is one argument too many";
  }
  return plainly(error.what());
}

}  // namespace

std::string usage_fault(const CLI::App* program, const CLI::Error& error) {
  // A word before the subcommand is the program's own.
  const CLI::App* command = program->remaining().empty() ? reached(program) : program;
  return "msmv: " + fault_of(command, error) + " (" + full_name(command) +
         " --help shows the usage)\n";
}

void refuse_empty_values(CLI::App& program) {
  for (CLI::Option* option : program.get_options()) {
    const bool may_be_empty = option->check_lname("caption");
    if (!option->get_positional() && !may_be_empty) {
      option->check([](const std::string& value) { return value.empty() ? "needs a value" : ""; });
    }
  }
  for (CLI::App* subcommand : program.get_subcommands([](CLI::App*) { return true; })) {
    refuse_empty_values(*subcommand);
  }
}

}  // namespace msmv::app
