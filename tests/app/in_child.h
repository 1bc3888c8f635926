#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <omp.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "../../apps/msmv/run.h"
#include "classify/random_model.h"
#include "temporary_folder.h"

// The program in processes of their own, forked and not started: loading LibTorch takes longer than
// all that these tests do. The parent must never use OpenMP, whose threads don't outlive a fork.

// Of LeakSanitizer, where the program is built with it: says what leaked, and whether anything did.
extern "C" __attribute__((weak)) int __lsan_do_recoverable_leak_check();

// Of libgcov, where lines are counted: writes the counts, which _exit leaves out.
extern "C" __attribute__((weak)) void __gcov_dump();

namespace msmv::testing {

constexpr int kLeaked = 99;

inline void redirect(const std::string& path, int stream) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (file >= 0) {
    dup2(file, stream);
    close(file);
  }
}

// Starts the program in `folder`; its streams go to stdout.txt and stderr.txt there. `prepare` runs
// in the child before it: limits, other streams.
inline pid_t start(const std::filesystem::path& folder, std::vector<std::string> arguments,
                   const std::function<void()>& prepare = {}) {
  const pid_t child = fork();
  if (child != 0) {
    return child;
  }
  std::filesystem::current_path(folder);
  dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
  redirect("stdout.txt", STDOUT_FILENO);
  redirect("stderr.txt", STDERR_FILENO);
  alarm(120);  // longer is a hang
  if (prepare) {
    prepare();
  }
  std::vector<char*> argv;
  arguments.insert(arguments.begin(), "msmv");
  for (std::string& argument : arguments) {
    argv.push_back(argument.data());
  }
  const int code = app::run(static_cast<int>(argv.size()), argv.data());
  std::fflush(nullptr);
  const bool has_leaked =
      __lsan_do_recoverable_leak_check != nullptr && __lsan_do_recoverable_leak_check() != 0;
  rlimit file_size{};
  getrlimit(RLIMIT_FSIZE, &file_size);
  if (__gcov_dump != nullptr && file_size.rlim_cur == RLIM_INFINITY) {
    redirect("/dev/null", STDERR_FILENO);  // libgcov's own faults are not ours
    __gcov_dump();
  }
  _exit(has_leaked ? kLeaked : code);
}

// The exit code, or 128 and the signal.
inline int wait_for(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct Finished {
  int code = -1;
  std::string output, errors;
};

inline Finished finished(const std::filesystem::path& folder, std::vector<std::string> arguments,
                         const std::function<void()>& prepare = {}) {
  const int code = wait_for(start(folder, std::move(arguments), prepare));
  return {code, read_file(folder / "stdout.txt"), read_file(folder / "stderr.txt")};
}

// A folder with pictures and a model that is quick and knows nothing.
class SmallWork : public ::testing::Test {
 protected:
  static constexpr int kPictures = 6;

  SmallWork() {
    Config config;
    config.krem.windows_px = {224};
    config.krem.steps_px = {40};
    config.krem.views = 2;
    config.image.min_side_px = 224;
    config.patches.side_px = 32;
    config.fdnet.layers = 1;
    config.fdnet.hidden_per_direction = 8;
    ModelFile model = random_model(config, 3);
    model.storage = weights::Storage::q8;
    model::write(folder_ / "m.safetensors", model);
    std::filesystem::create_directory(folder_ / "in");
    std::ofstream manifest(folder_ / "in/manifest.csv");
    manifest << "file,class,split\n";
    const auto drawn =
        finished(folder_.path(), {"phantom", "--count", std::to_string(kPictures), "--output", "in",
                                  "--width", "256", "--height", "240"});
    EXPECT_EQ(drawn.code, 0) << drawn.errors;
    for (int i = 0; i < kPictures; ++i) {
      manifest << picture(i).substr(3) << ',' << config.classes[static_cast<std::size_t>(i) % 2]
               << ',' << (i < 4 ? "train" : "val") << '\n';
    }
  }

  static std::string picture(int i) { return "in/phantom_" + std::to_string(i) + ".tif"; }

  std::vector<std::string> classify(const std::string& output) const {
    return {"classify", "in", "--model", "m.safetensors", "--output", output};
  }

  std::vector<std::string> train(const std::string& output) const {
    return {"train",
            "--data",
            "in/manifest.csv",
            "--model",
            "m.safetensors",
            "--output",
            output,
            "--set",
            "training.epochs=6",
            "--set",
            "training.regions_per_view=2"};
  }

  TemporaryFolder folder_;
};

}  // namespace msmv::testing
