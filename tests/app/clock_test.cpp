// A wall clock that jumps by years, forth and back, while the program works, and files that bear
// dates of the past and the future: neither may change a result or what is resumed.

#include <sys/syscall.h>
#include <sys/time.h>

#include <atomic>
#include <chrono>
#include <ctime>
#include <thread>

#include "app/in_child.h"

namespace {

std::atomic<bool> jumps{false};
std::atomic<int> asked{0};

// What the wall clock is off by, another at each look.
std::int64_t off_by_s() {
  constexpr std::int64_t kYear = 365 * 86'400;
  constexpr std::int64_t kYears[] = {0, 30, -40, 10, -1};
  return jumps ? kYears[++asked % 5] * kYear : 0;
}

}  // namespace

// In place of the C library's, for the program and for every library that it loads.
extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  const long result = syscall(SYS_clock_gettime, clock, time);
  if (clock == CLOCK_REALTIME && result == 0) {
    time->tv_sec += off_by_s();
  }
  return static_cast<int>(result);
}

extern "C" int gettimeofday(timeval* time, void* zone) noexcept {
  const long result = syscall(SYS_gettimeofday, time, zone);
  time->tv_sec += off_by_s();
  return static_cast<int>(result);
}

extern "C" time_t time(time_t* stored) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (stored != nullptr) {
    *stored = now.tv_sec;
  }
  return now.tv_sec;
}

namespace msmv::app {
namespace {

using testing::finished;
using testing::read_file;

class JumpingClock : public testing::SmallWork {
 protected:
  std::string made_by(const std::vector<std::string>& arguments, const std::string& file,
                      bool clock_jumps) const {
    const auto result = finished(folder_.path(), arguments, [clock_jumps] { jumps = clock_jumps; });
    EXPECT_EQ(result.code, 0) << result.errors;
    return read_file(folder_ / file);
  }

  // Starts it and kills it once `file` is there.
  void kill_midway(const std::vector<std::string>& arguments, const std::string& file) const {
    const pid_t child = testing::start(folder_.path(), arguments, [] { jumps = true; });
    for (int i = 0; i < 3000 && !std::filesystem::exists(folder_ / file); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    kill(child, SIGKILL);
    EXPECT_EQ(testing::wait_for(child), 128 + SIGKILL);
    EXPECT_TRUE(std::filesystem::exists(folder_ / file));
  }

  // By turns 80 years ahead and 50 back.
  void date_all_files() const {
    int years = 80;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
      std::filesystem::last_write_time(
          entry.path(), std::filesystem::file_time_type::clock::now() + std::chrono::years(years));
      years = years == 80 ? -50 : 80;
    }
  }
};

TEST_F(JumpingClock, IsTheOneThatTheLibrariesSee) {
  using Wall = std::chrono::system_clock;
  const auto before = Wall::now();
  jumps = true;
  auto most = before, least = before;
  for (int i = 0; i < 5; ++i) {
    most = std::max(most, Wall::now());
    least = std::min(least, Wall::now());
  }
  jumps = false;
  EXPECT_GT(most - before, std::chrono::years(9));
  EXPECT_GT(before - least, std::chrono::days(300));
}

TEST_F(JumpingClock, ChangesNoResult) {
  EXPECT_EQ(made_by(classify("b.csv"), "b.csv", true), made_by(classify("a.csv"), "a.csv", false));
  EXPECT_EQ(made_by(train("b"), "b/model.safetensors", true),
            made_by(train("a"), "a/model.safetensors", false));
}

TEST_F(JumpingClock, ChangesNothingOfWhatIsResumed) {
  auto classify_on = classify("out.csv"), train_on = train("run");
  classify_on.emplace_back("--resume");
  train_on.emplace_back("--resume");
  const std::string table = made_by(classify("whole.csv"), "whole.csv", false);
  const std::string model = made_by(train("whole"), "whole/model.safetensors", false);

  kill_midway(classify_on, "out.csv.partial");
  kill_midway(train_on, "run/checkpoint.safetensors");
  date_all_files();
  EXPECT_EQ(made_by(classify_on, "out.csv", true), table);
  EXPECT_EQ(made_by(train_on, "run/model.safetensors", true), model);
}

}  // namespace
}  // namespace msmv::app
