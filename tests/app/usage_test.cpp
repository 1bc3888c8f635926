// What the program says of itself, and of command lines that it does not understand.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "app/run_program.h"

namespace msmv {
namespace {

using testing::Finished;
using testing::read_file;
using testing::run;
using testing::TemporaryFolder;

// The --help of `command` and of every subcommand that it lists, and theirs, by their names.
void add_helps(const TemporaryFolder& folder, const std::string& command,
               std::map<std::string, std::string>& helps) {
  const Finished finished = run(folder, command + " --help");
  EXPECT_EQ(finished.code, 0) << command;
  helps[command] = finished.output;
  const auto list = finished.output.find("Subcommands:\n");
  if (list == std::string::npos) {
    return;
  }
  static const std::regex kName(R"(\n  ([a-z]+) )");
  const std::string lines = finished.output.substr(list);
  for (std::sregex_iterator name(lines.begin(), lines.end(), kName), end; name != end; ++name) {
    add_helps(folder, command + " " + (*name)[1].str(), helps);
  }
}

TEST(Help, OfEverySubcommandHasAnExampleOfIt) {
  const TemporaryFolder folder;
  std::map<std::string, std::string> helps;
  add_helps(folder, "", helps);
  EXPECT_GE(helps.size(), 16U);
  for (const auto& [command, help] : helps) {
    EXPECT_NE(help.find("Example: msmv" + command), std::string::npos) << help;
  }
}

TEST(Version, TellsRevisionAndLibraries) {
  const TemporaryFolder folder;
  const Finished finished = run(folder, "--version");
  EXPECT_EQ(finished.code, 0);
  EXPECT_TRUE(finished.output.starts_with("msmv ")) << finished.output;
  EXPECT_NE(finished.output.find("\nLibTorch "), std::string::npos) << finished.output;
}

struct Misspelt {
  const char *arguments, *errors;
};

TEST(Misspelt, GetsTheNameThatWasMeant) {
  const TemporaryFolder folder;
  const std::vector<Misspelt> all = {
      {"clasify x.tif", "unknown subcommand \"clasify\"; did you mean classify?"},
      {"class x.tif", "unknown subcommand \"class\"; did you mean classify?"},
      {"model shwo x", "unknown subcommand \"shwo\"; did you mean show?"},
      {"classify x --outptu y", "unknown option \"--outptu\"; did you mean --output?"},
      {"nuclei x --csvv y", "unknown option \"--csvv\"; did you mean --csv?"},
      {"stain x --methd=macenko", "unknown option \"--methd\"; did you mean --method?"},
      {"phantom --like benig --output x",
       "is none of normal, benign, in_situ, invasive; did you "
       "mean benign?"},
      {"classify x --backend openvin", "; did you mean openvino?"},
      {"train --data x --output y --preset frozn", "did you mean frozen?"},
      {"xyzzy", "unknown subcommand \"xyzzy\" (msmv --help shows the usage)"},
      {"phantom --output x y", "\"y\" is one argument too many"},
  };
  for (const auto& [arguments, errors] : all) {
    const Finished finished = run(folder, arguments);
    EXPECT_EQ(finished.code, 2) << arguments;
    EXPECT_TRUE(finished.errors.starts_with("msmv: ")) << finished.errors;
    EXPECT_NE(finished.errors.find(errors), std::string::npos)
        << arguments << " gives " << finished.errors;
    EXPECT_EQ(finished.output, "") << arguments;
  }
}

// What bash offers when the tabulator is pressed behind these words.
std::string completed(const TemporaryFolder& folder, const std::string& words) {
  std::ofstream(folder / "press.sh") << "source ./msmv.bash\nCOMP_WORDS=(msmv " << words
                                     << ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                                     << "_msmv\necho \"${COMPREPLY[@]}\"\n";
  const std::string command =
      "cd '" + folder.path().string() + "' && bash press.sh >offered.txt 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0);
  return read_file(folder / "offered.txt");
}

TEST(Completion, OffersSubcommandsOptionsAndValues) {
  const TemporaryFolder folder;
  std::ofstream(folder / "msmv.bash") << run(folder, "completion bash").output;
  EXPECT_EQ(completed(folder, "cla"), "classify\n");
  EXPECT_EQ(completed(folder, "model s"), "show store\n");
  EXPECT_EQ(completed(folder, "classify x.tif --back"), "--backend\n");
  EXPECT_EQ(completed(folder, "classify --backend op"), "openvino\n");
  EXPECT_EQ(completed(folder, "classify --precision = i"),
            "int8\n");  // as bash parts --precision=i
  // Files are the shell's, with blanks, ~ and all.
  EXPECT_EQ(completed(folder, "classify --output msmv.b"), "\n");
  EXPECT_EQ(completed(folder, "model show msmv.b"), "\n");
  EXPECT_NE(
      read_file(folder / "msmv.bash").find("complete -o bashdefault -o default -F _msmv msmv"),
      std::string::npos);
  EXPECT_EQ(completed(folder, "classify --backend=x --pre"), "--precision\n");
}

TEST(Completion, KnowsTheSameWordsInEveryShell) {
  const TemporaryFolder folder;
  const std::string zsh = run(folder, "completion zsh").output;
  EXPECT_NE(zsh.find("'*--method=[normalisation method]:value:(none reinhard "
                     "macenko)'"),
            std::string::npos)
      << zsh;
  const std::string fish = run(folder, "completion fish").output;
  EXPECT_NE(fish.find("'__fish_seen_subcommand_from stain' -l method -r -f -a 'none reinhard "
                      "macenko' -d 'normalisation method'"),
            std::string::npos)
      << fish;
}

}  // namespace
}  // namespace msmv
