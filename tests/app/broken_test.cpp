// Walks tests/broken: command lines, each with the exit code and the lines on stderr that it must
// give. tools/broken/make_commands.py writes them.

#include "app/in_child.h"
#include "broken_cases.h"

namespace msmv::app {
namespace {

using testing::TemporaryFolder;

// JSON holds no bytes that are not UTF-8: \xNN stands for one, and \\ for a backslash.
std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\\x") == 0) {
      out += static_cast<char>(std::stoi(text.substr(i + 2, 2), nullptr, 16));
      i += 3;
    } else if (text.compare(i, 2, "\\\\") == 0) {
      out += text[i++];
    } else {
      out += text[i];
    }
  }
  return out;
}

std::size_t files_left_in(const TemporaryFolder& folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    const std::string name = entry.path().filename();
    count += name != "in" && name != "stdout.txt" && name != "stderr.txt" ? 1U : 0U;
  }
  return count;
}

// Runs with the case's folder as in/.
void expect_lines(const std::filesystem::path& input, const nlohmann::json& expect) {
  const TemporaryFolder folder;
  std::filesystem::create_directory_symlink(input, folder / "in");
  std::vector<std::string> arguments;
  for (const std::string argument : expect.at("arguments")) {
    arguments.push_back(unescaped(argument));
  }
  std::string lines;
  for (const std::string line : expect.at("lines")) {
    lines += unescaped(line) + "\n";
  }
  const testing::Finished result = testing::finished(folder.path(), arguments);
  EXPECT_EQ(result.code, expect.at("exit"));
  EXPECT_EQ(result.errors, lines);
  EXPECT_EQ(files_left_in(folder), expect.value("files", 0U));
}

TEST(BrokenCommands, GiveTheirExitCodeAndLinesAndLeaveNoFile) {
  const auto cases = testing::broken_cases("command");
  EXPECT_GE(cases.size(), 140U);
  for (const auto& [folder, expect] : cases) {
    SCOPED_TRACE(folder.filename().string());
    expect_lines(folder, expect);
  }
}

}  // namespace
}  // namespace msmv::app
