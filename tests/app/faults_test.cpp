// What may happen around a run: full disks, folders and files that vanish or change, limits, other
// runs. Each must end with exit code 1 and a line that says what is wrong, and leave nothing that
// looks like a result.

#include <sys/resource.h>
#include <sys/stat.h>

#include <chrono>
#include <thread>

#include "app/in_child.h"
#include "msmv/files/folder_lock.h"
#include "msmv/files/journal.h"

namespace msmv::app {
namespace {

using testing::Finished;
using testing::finished;
using testing::read_file;

class Faults : public testing::SmallWork {
 protected:
  bool exists(const std::string& name) const { return std::filesystem::exists(folder_ / name); }

  void wait_until(const std::function<bool()>& condition) const {
    for (int i = 0; i < 3000 && !condition(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ASSERT_TRUE(condition());
  }

  std::uintmax_t size_of(const std::string& name) const {
    std::error_code fault;
    const auto size = std::filesystem::file_size(folder_ / name, fault);
    return fault ? 0 : size;
  }

  // No file but those that were there before.
  void expect_only(const std::vector<std::string>& names, const std::string& folder) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / folder)) {
      const std::string name = entry.path().filename();
      EXPECT_NE(std::ranges::find(names, name), names.end()) << name;
    }
  }
};

// As a full disk, but for one process.
std::function<void()> files_up_to(rlim_t bytes) {
  return [bytes] {
    const rlimit limit{bytes, bytes};
    setrlimit(RLIMIT_FSIZE, &limit);
  };
}

TEST_F(Faults, ADeviceThatIsNotThereIsToldBeforeAnyWork) {
  const std::vector<std::vector<std::string>> commands = {
      classify("c.csv"),
      train("run"),
      {"evaluate", "--data", "in/manifest.csv", "--model", "m.safetensors", "--output", "e"},
      {"reproduce", "--data", "in/manifest.csv", "--output", "tables"},
      {"bench", picture(0), "--model", "m.safetensors"}};
  for (std::vector<std::string> command : commands) {
    command.insert(command.end(), {"--device", "cuda:1000"});
    const Finished result = finished(folder_.path(), command);
    EXPECT_EQ(result.code, 1) << command[0];
    EXPECT_TRUE(result.errors.starts_with("msmv: device cuda:1000: ")) << result.errors;
    EXPECT_EQ(std::ranges::count(result.errors, '\n'), 1) << result.errors;
  }
  expect_only({"in", "m.safetensors", "stdout.txt", "stderr.txt"}, "");
}

TEST_F(Faults, AFullDiskIsToldAndNoHalfFileIsLeft) {
  std::filesystem::create_directory(folder_ / "out");
  const std::string full = "can't be written: File too large\n";
  auto result =
      finished(folder_.path(), {"nuclei", picture(0), "--csv", "out/n.csv"}, files_up_to(100));
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.errors, "msmv: out/n.csv: " + full);
  result =
      finished(folder_.path(), {"stain", picture(0), "--output", "out/s.png"}, files_up_to(100));
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.errors, "msmv: out/s.png: " + full);
  result = finished(folder_.path(), {"regions", picture(0), "--output", "out"}, files_up_to(100));
  EXPECT_EQ(result.code, 1);
  EXPECT_NE(result.errors.find("msmv: out/phantom_0.json: " + full), std::string::npos)
      << result.errors;
  expect_only({}, "out");
}

TEST_F(Faults, AClassifyThatFillsTheDiskGoesOnLater) {
  ASSERT_EQ(finished(folder_.path(), classify("whole.csv")).code, 0);
  const auto result = finished(folder_.path(), classify("out.csv"), files_up_to(1200));
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.errors, "msmv: out.csv: can't be written: File too large\n");
  EXPECT_FALSE(exists("out.csv"));
  auto again = classify("out.csv");
  again.emplace_back("--resume");
  EXPECT_EQ(finished(folder_.path(), again).code, 0);
  EXPECT_EQ(read_file(folder_ / "out.csv"), read_file(folder_ / "whole.csv"));
}

TEST_F(Faults, AResumedClassifyKeepsTheOrderAndDrawsWhatIsMissing) {
  std::filesystem::remove(folder_ / "in/manifest.csv");
  std::ofstream(folder_ / "in/a_broken.tif") << "is looked at again each time";
  ASSERT_EQ(finished(folder_.path(), classify("whole.csv")).code, 1);
  ASSERT_EQ(finished(folder_.path(), classify("out.csv"), files_up_to(1600)).code, 1);
  EXPECT_FALSE(exists("out.csv"));
  auto again = classify("out.csv");
  again.emplace_back("--resume");
  EXPECT_EQ(finished(folder_.path(), again).code, 1);
  EXPECT_EQ(read_file(folder_ / "out.csv"), read_file(folder_ / "whole.csv"));

  ASSERT_EQ(finished(folder_.path(), classify("drawn.csv"), files_up_to(1600)).code, 1);
  again = classify("drawn.csv");
  again.insert(again.end(), {"--resume", "--overlay", "overlays"});
  EXPECT_EQ(finished(folder_.path(), again).code, 1);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_ / "overlays"), {}),
            kPictures);
}

TEST_F(Faults, ATrainingThatFillsTheDiskLeavesNoModel) {
  const auto result = finished(folder_.path(), train("run"), files_up_to(50'000));
  EXPECT_EQ(result.code, 1);
  EXPECT_NE(result.errors.find("can't be written: File too large\n"), std::string::npos)
      << result.errors;
  EXPECT_FALSE(exists("run/model.safetensors"));
  EXPECT_FALSE(exists("run/checkpoint.safetensors"));
  EXPECT_EQ(finished(folder_.path(), train("run")).code, 0);
}

TEST_F(Faults, StandardOutputOnAFullDisk) {
  const auto result = finished(folder_.path(), {"classify", "in", "--model", "m.safetensors"},
                               [] { testing::redirect("/dev/full", STDOUT_FILENO); });
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.errors, "msmv: standard output: can't be written: No space left on device\n");
  const auto help = finished(folder_.path(), {"model", "show", "m.safetensors"},
                             [] { testing::redirect("/dev/full", STDOUT_FILENO); });
  EXPECT_EQ(help.code, 1);
}

TEST_F(Faults, ClosedStandardStreamsAreNotTakenForFiles) {
  auto result = finished(folder_.path(), {"classify", "in", "--model", "m.safetensors"},
                         [] { close(STDOUT_FILENO); });
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.errors, "msmv: standard output: can't be written: Bad file descriptor\n");
  result = finished(folder_.path(), {"nuclei", picture(0), "--csv", "n.csv"}, [] {
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    close(STDERR_FILENO);
  });
  EXPECT_EQ(result.code, 0);
  EXPECT_TRUE(read_file(folder_ / "n.csv").starts_with("x,y,area_um2\n"));
}

TEST_F(Faults, ABrokenPipeEndsIt) {
  const auto result = finished(folder_.path(), {"classify", "in", "--model", "m.safetensors"}, [] {
    int ends[2];
    if (pipe(ends) == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      close(ends[1]);
    }
  });
  EXPECT_EQ(result.code, 128 + SIGPIPE);
}

TEST_F(Faults, AFolderThatMayOnlyBeRead) {
  std::filesystem::create_directory(folder_ / "locked");
  const auto as_nobody = [] {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) {
      _exit(99);
    }
  };
  chmod(folder_.path().c_str(), 0755);
  chmod((folder_ / "locked").c_str(), 0555);
  auto result = finished(folder_.path(), classify("locked/out.csv"), as_nobody);
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.errors, "msmv: locked/out.csv: can't be written: Permission denied\n");
  result = finished(folder_.path(), train("locked/run"), as_nobody);
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.errors, "msmv: locked/run: can't be made as a folder: Permission denied\n");
  expect_only({}, "locked");
}

TEST_F(Faults, AnUnreadablePictureIsARow) {
  chmod(folder_.path().c_str(), 0755);
  chmod((folder_ / picture(2)).c_str(), 0);
  const auto result = finished(folder_.path(), {"classify", "in", "--model", "m.safetensors"}, [] {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) {
      _exit(99);
    }
  });
  EXPECT_EQ(result.code, 1);
  EXPECT_NE(result.output.find("phantom_2.tif,error,"), std::string::npos) << result.output;
  EXPECT_NE(result.errors.find("can't be read: Permission denied"), std::string::npos);
  EXPECT_NE(result.output.find("phantom_5.tif,ok,"), std::string::npos) << result.output;
}

TEST_F(Faults, AnUnreadableFolderBelowIsARow) {
  chmod(folder_.path().c_str(), 0755);
  std::filesystem::create_directory(folder_ / "in/below");
  chmod((folder_ / "in/below").c_str(), 0);
  std::filesystem::remove(folder_ / "in/manifest.csv");
  const auto result = finished(folder_.path(), {"classify", "in", "--model", "m.safetensors"}, [] {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) {
      _exit(99);
    }
  });
  EXPECT_EQ(result.code, 1);
  EXPECT_NE(
      result.output.find("in/below,error,,,,,,,,can't be read as a folder: Permission denied"),
      std::string::npos)
      << result.output;
  EXPECT_NE(result.output.find("in/phantom_5.tif,ok,"), std::string::npos) << result.output;
}

TEST_F(Faults, AnOutputFolderThatVanishes) {
  std::filesystem::create_directory(folder_ / "out");
  const pid_t child = testing::start(folder_.path(), classify("out/out.csv"));
  wait_until([&] { return size_of("out/out.csv.partial") > 0; });
  std::filesystem::remove_all(folder_ / "out");
  EXPECT_EQ(testing::wait_for(child), 1);
  const std::string errors = read_file(folder_ / "stderr.txt");
  EXPECT_TRUE(errors.ends_with("msmv: out/out.csv: can't be written: No such file or directory\n"))
      << errors;
}

TEST_F(Faults, APictureThatVanishesIsARow) {
  const pid_t child = testing::start(folder_.path(), classify("out.csv"));
  wait_until([&] { return size_of("out.csv.partial") > 0; });
  std::filesystem::remove(folder_ / picture(5));
  EXPECT_EQ(testing::wait_for(child), 1);
  EXPECT_NE(
      read_file(folder_ / "out.csv").find("phantom_5.tif,error,,,,,,,,can't be read: No such file"),
      std::string::npos)
      << read_file(folder_ / "out.csv");
}

TEST_F(Faults, APictureThatChangesWhileItIsReadIsARow) {
  const pid_t child = testing::start(
      folder_.path(), {"classify", picture(0), "--model", "m.safetensors", "--output", "out.csv"});
  for (int status = 0; waitpid(child, &status, WNOHANG) == 0;) {
    std::filesystem::last_write_time(folder_ / picture(0),
                                     std::filesystem::file_time_type::clock::now());
  }
  EXPECT_NE(read_file(folder_ / "out.csv").find(",error,,,,,,,,was changed while it was read,"),
            std::string::npos)
      << read_file(folder_ / "out.csv");
}

TEST_F(Faults, TwoRunsIntoOnePlace) {
  const files::Journal journal(folder_ / "out.csv", "run", files::Resume::no);
  auto result = finished(folder_.path(), classify("out.csv"));
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.errors, "msmv: out.csv: another run is writing it\n");
  const files::FolderLock lock(folder_ / "run");
  result = finished(folder_.path(), train("run"));
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.errors, "msmv: run: another run is writing it\n");
}

// All that is mapped now and `more_mb` beyond.
void limit_memory(rlim_t more_mb) {
  std::ifstream statm("/proc/self/statm");
  rlim_t pages = 0;
  statm >> pages;
  const rlim_t most = pages * static_cast<rlim_t>(getpagesize()) + (more_mb << 20U);
  const rlimit limit{most, most};
  setrlimit(RLIMIT_AS, &limit);
}

// Where GLib and libvips find no memory at all they end the process; msmv's own part says so.
TEST_F(Faults, TooLittleMemoryIsToldAndNothingIsLeft) {
  int told = 0;
  for (rlim_t more_mb = 0; more_mb < 256; more_mb += 16) {
    const auto result =
        finished(folder_.path(), classify("out.csv"), [&] { limit_memory(more_mb); });
    if (result.code == 0) {
      break;
    }
    if (exists("out.csv")) {
      EXPECT_NE(read_file(folder_ / "out.csv").find(",error,"), std::string::npos) << more_mb;
      std::filesystem::remove(folder_ / "out.csv");
    }
    if (result.code == 1) {
      ++told;
      EXPECT_TRUE(result.errors.find("not enough memory") != std::string::npos ||
                  result.errors.find("Cannot allocate memory") != std::string::npos ||
                  result.errors.find("Resource temporarily unavailable") != std::string::npos)
          << result.errors;
    }
  }
  EXPECT_GE(told, 3);
}

}  // namespace
}  // namespace msmv::app
