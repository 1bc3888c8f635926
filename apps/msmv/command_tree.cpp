#include "command_tree.h"

#include <sstream>

namespace msmv::app {
namespace {

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// "{fp32, bf16}", as take_one_of (suggestion.h) sets it, to its names.
std::vector<std::string> choices_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  std::vector<std::string> names;
  if (!type.starts_with("{")) {
    return names;
  }
  std::istringstream list(type.substr(1, type.find('}') - 1));
  for (std::string name; std::getline(list, name, ',');) {
    names.push_back(name.substr(name.find_first_not_of(' ')));
  }
  return names;
}

void add_command(const CLI::App& command, const std::string& path,
                 std::vector<CommandEntry>& found) {
  const auto all = [](const CLI::App*) { return true; };
  CommandEntry entry{.path = path, .meaning = first_line(command.get_description())};
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      entry.options.push_back({.name = "--" + name,
                               .meaning = first_line(option->get_description()),
                               .takes_value = option->get_items_expected_max() > 0,
                               .choices = choices_of(*option)});
    }
  }
  std::vector<const CLI::App*> children;
  for (const CLI::App* child : command.get_subcommands(all)) {
    if (child->get_name().empty()) {  // a group of options
      for (const CLI::Option* option : child->get_options()) {
        entry.options.push_back({.name = option->get_name(),
                                 .meaning = first_line(option->get_description()),
                                 .takes_value = true,
                                 .choices = choices_of(*option)});
      }
    } else {
      entry.subcommands.push_back(child->get_name());
      children.push_back(child);
    }
  }
  found.push_back(std::move(entry));
  for (const CLI::App* child : children) {
    add_command(*child, path.empty() ? child->get_name() : path + " " + child->get_name(), found);
  }
}

}  // namespace

std::vector<CommandEntry> all_commands(const CLI::App& program) {
  std::vector<CommandEntry> found;
  add_command(program, "", found);
  return found;
}

}  // namespace msmv::app
