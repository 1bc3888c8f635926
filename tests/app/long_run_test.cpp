// Memory and file descriptors while very many pictures, good and broken, go through one process.
// MSMV_LONG_RUN says how many; tools/long_run.sh asks for 10,000.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "app/in_child.h"
#include "broken_cases.h"

namespace msmv::app {
namespace {

using testing::read_file;

struct Use {
  std::size_t rows = 0, descriptors = 0;
  double resident_mb = 0;
};

class LongRun : public testing::SmallWork {
 protected:
  static std::size_t pictures_wanted() {
    const char* text = std::getenv("MSMV_LONG_RUN");
    return text == nullptr ? 400 : std::strtoul(text, nullptr, 10);
  }

  // Every second one is good, the others are the broken ones in turn.
  void write_list(const std::string& name, std::size_t count) const {
    std::vector<std::string> broken;
    for (const auto& [folder, expect] : testing::broken_cases("image")) {
      // Those that are a fault however they are read: a large one takes memory of its own.
      if (expect.contains("fault") && !expect.contains("options")) {
        broken.push_back((folder / "file").string());
      }
    }
    std::ofstream list(folder_ / name);
    for (std::size_t i = 0; i < count; ++i) {
      list << (i % 2 == 0 ? picture(static_cast<int>(i / 2 % kPictures))
                          : broken[i / 2 % broken.size()])
           << '\n';
    }
  }

  Use use_of(pid_t child) const {
    const std::string proc = "/proc/" + std::to_string(child);
    Use use;
    std::ifstream statm(proc + "/statm");
    double size = 0, resident = 0;
    statm >> size >> resident;
    use.resident_mb = resident * static_cast<double>(getpagesize()) / 1e6;
    std::error_code ended;
    for (std::filesystem::directory_iterator entry(proc + "/fd", ended), end;
         !ended && entry != end; entry.increment(ended)) {
      ++use.descriptors;
    }
    const std::string rows = read_file(folder_ / "stdout.txt");
    use.rows = static_cast<std::size_t>(std::ranges::count(rows, '\n'));
    return use;
  }
};

TEST_F(LongRun, TakesNoMoreMemoryAndDescriptorsWithMorePictures) {
  const std::size_t count = pictures_wanted();
  write_list("list.txt", count);
  const pid_t child =
      testing::start(folder_.path(), {"classify", "-", "--model", "m.safetensors"}, [] {
        alarm(0);
        dup2(open("list.txt", O_RDONLY), STDIN_FILENO);
      });
  std::vector<Use> uses;
  for (int status = 0; waitpid(child, &status, WNOHANG) == 0;) {
    const Use use = use_of(child);
    if (use.rows >= (uses.size() + 1) * count / 10 && use.descriptors > 0) {
      uses.push_back(use);
      std::printf("%6zu pictures: %.1f MB, %zu descriptors\n", use.rows, use.resident_mb,
                  use.descriptors);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  ASSERT_GE(uses.size(), 6U);
  const Use& warm = uses[1];
  const auto most = [&](auto member) {
    return std::ranges::max(std::ranges::subrange(uses.begin() + 2, uses.end()), {}, member).*
           member;
  };
  EXPECT_LT(most(&Use::resident_mb), 1.1 * warm.resident_mb + 8);
  // Two pictures are open at most, whatever their number.
  EXPECT_LE(most(&Use::descriptors), warm.descriptors + 4);
}

}  // namespace
}  // namespace msmv::app
