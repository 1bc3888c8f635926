#include "process.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <opencv2/core/utility.hpp>
#include <string>
#include <string_view>

#include "msmv/values/errors.h"

namespace msmv::app {
namespace {

void on_bus_error(int) {
  constexpr std::string_view kText =
      "msmv: a file that was being read became shorter, or its disk failed\n";
  static_cast<void>(!write(STDERR_FILENO, kText.data(), kText.size()));
  _exit(1);
}

// oneTBB waits for ever where it can't get the memory to start: too little is said before.
void require_memory_to_start() {
  constexpr std::size_t kToStart = 32U << 20U;
  void* const room =
      mmap(nullptr, kToStart, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) {
    constexpr std::string_view kText = "msmv: not enough memory\n";
    static_cast<void>(!write(STDERR_FILENO, kText.data(), kText.size()));
    _exit(1);
  }
  munmap(room, kToStart);
}

// Pictures come and go: memory that is given back to the system after each and asked for again
// takes a fifth of the time before the network. What is larger than a field goes back.
void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, 16 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

}  // namespace

void prepare_process() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) < 0) {
      // Read-only: what is printed there is a fault, as it was before. The lowest number is taken.
      static_cast<void>(open("/dev/null", O_RDONLY));
    }
  }
  require_memory_to_start();
  keep_freed_memory();
  cv::setNumThreads(1);  // each picture has a thread of its own (pipeline/pipeline.h)
  std::signal(SIGXFSZ, SIG_IGN);
  std::signal(SIGBUS, on_bus_error);
}

void require_written_output() {
  errno = 0;
  std::cout.flush();
  const bool is_whole = std::cout.good() && std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
  if (!is_whole) {
    throw OutputError("standard output: can't be written" +
                      (errno != 0 ? std::string(": ") + std::strerror(errno) : ""));
  }
}

}  // namespace msmv::app
