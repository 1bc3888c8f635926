// Completion scripts of three shells, made from the program's own subcommands and options: they
// run no msmv while somebody types.

#include <iostream>
#include <sstream>

#include "command_tree.h"
#include "commands.h"
#include "enum_option.h"

namespace msmv::app {

enum class Shell { bash, zsh, fish };

constexpr EnumNames<Shell, 3> enum_names(Shell) {
  return {{{Shell::bash, "bash"}, {Shell::zsh, "zsh"}, {Shell::fish, "fish"}}};
}

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

// In single quotes, for every shell.
std::string in_single_quotes(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    safe += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return "'" + safe + "'";
}

// A pattern of `case` that knows every subcommand by its path.
std::string pattern_of_all(const std::vector<CommandEntry>& commands) {
  std::string pattern;
  for (const CommandEntry& command : commands) {
    if (!command.path.empty()) {
      pattern += (pattern.empty() ? "\"" : "|\"") + command.path + "\"";
    }
  }
  return pattern;
}

std::string bash_script(const std::vector<CommandEntry>& commands) {
  std::ostringstream values, words;
  for (const CommandEntry& command : commands) {
    std::vector<std::string> names;
    for (const OptionEntry& option : command.options) {
      names.push_back(option.name);
      if (option.takes_value) {
        values << "    \"" << command.path << " " << option.name << "\") words=\""
               << joined(option.choices) << "\"; is_value=1;;\n";
      }
    }
    words << "    \"" << command.path << "\") words=\"" << joined(command.subcommands)
          << "\" options=\"" << joined(names) << "\";;\n";
  }
  return R"(# bash completion for msmv, made by `msmv completion bash`
_msmv() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
  local command="" words="" options="" is_value="" i
  if [[ $word == "=" ]]; then  # --option=
    word=""
  elif [[ $before == "=" ]]; then
    before=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    case "${command:+$command }${COMP_WORDS[i]}" in
    )" + pattern_of_all(commands) +
         R"() command="${command:+$command }${COMP_WORDS[i]}";;
    esac
  done
  case "$command $before" in
)" + values.str() +
         R"(  esac
  if [[ -z $is_value ]]; then
    case "$command" in
)" + words.str() +
         R"(    esac
  fi
  if [[ -z $is_value && $word == -* ]]; then
    words=$options
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))  # where none fits, the shell offers files
}
complete -o bashdefault -o default -F _msmv msmv
)";
}

// An option as zsh's _arguments takes it: '*--output=[meaning]:value:_files'.
std::string zsh_option(const OptionEntry& option) {
  std::string text = "*" + option.name + (option.takes_value ? "=[" : "[");
  for (const char c : option.meaning) {
    text += (c == '[' || c == ']' ? "\\" : "") + std::string(1, c);
  }
  text += "]";
  if (option.takes_value) {
    text += option.choices.empty() ? ":value:_files" : ":value:(" + joined(option.choices) + ")";
  }
  return in_single_quotes(text);
}

std::string zsh_script(const std::vector<CommandEntry>& commands) {
  std::ostringstream cases;
  for (const CommandEntry& command : commands) {
    cases << "  (\"" << command.path << "\") _arguments";
    for (const OptionEntry& option : command.options) {
      cases << " \\\n    " << zsh_option(option);
    }
    const std::string rest = command.subcommands.empty()
                                 ? "*:file:_files"
                                 : "*:subcommand:(" + joined(command.subcommands) + ")";
    cases << " \\\n    " << in_single_quotes(rest) << " ;;\n";
  }
  return R"(#compdef msmv
# zsh completion for msmv, made by `msmv completion zsh`
_msmv() {
  local command="" i
  for ((i = 2; i < CURRENT; ++i)); do
    case "${command:+$command }${words[i]}" in
    ()" + pattern_of_all(commands) +
         R"() command="${command:+$command }${words[i]}" ;;
    esac
  done
  case "$command" in
)" + cases.str() +
         R"(  esac
}
if [[ $funcstack[1] == _msmv ]]; then  # found in fpath
  _msmv "$@"
else  # sourced
  compdef _msmv msmv
fi
)";
}

std::string fish_script(const std::vector<CommandEntry>& commands) {
  std::ostringstream text;
  text << "# fish completion for msmv, made by `msmv completion fish`\n";
  for (const CommandEntry& command : commands) {
    std::string condition;
    std::istringstream path(command.path);
    for (std::string word; path >> word;) {
      condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + word);
    }
    if (!command.subcommands.empty()) {
      condition += (condition.empty() ? "" : "; and ") +
                   ("not __fish_seen_subcommand_from " + joined(command.subcommands));
    }
    const std::string start = "complete -c msmv -n " + in_single_quotes(condition);
    for (const CommandEntry& child : commands) {
      const auto space = child.path.rfind(' ');
      const std::string parent = space == std::string::npos ? "" : child.path.substr(0, space);
      if (!child.path.empty() && parent == command.path) {
        text << start << " -f -a " << child.path.substr(space + 1) << " -d "
             << in_single_quotes(child.meaning) << '\n';
      }
    }
    for (const OptionEntry& option : command.options) {
      text << start << " -l " << option.name.substr(2) << (option.takes_value ? " -r" : "")
           << (option.choices.empty() ? "" : " -f -a " + in_single_quotes(joined(option.choices)))
           << " -d " << in_single_quotes(option.meaning) << '\n';
    }
  }
  return text.str();
}

std::string script_of(Shell shell, const std::vector<CommandEntry>& commands) {
  switch (shell) {
    case Shell::bash:
      return bash_script(commands);
    case Shell::zsh:
      return zsh_script(commands);
    case Shell::fish:
      return fish_script(commands);
  }
  return "";
}

}  // namespace

void add_completion(Program& program) {
  const auto shell = std::make_shared<Shell>(Shell::bash);
  CLI::App* command =
      program.cli.add_subcommand("completion", "Prints a completion script for a shell");
  add_enum_option(*command, "SHELL", *shell, "which shell")->required();
  command->footer(
      "Example: msmv completion bash > ~/.local/share/bash-completion/completions/msmv");
  command->callback(
      [shell, &program] { std::cout << script_of(*shell, all_commands(program.cli)); });
}

}  // namespace msmv::app
