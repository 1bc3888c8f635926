#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace msmv::app {

// Progress of long work on stderr: a line that is rewritten on a terminal; elsewhere a plain line
// now and then. Total 0 means unknown: then no time to go is told.
class Progress {
 public:
  Progress(std::string what, std::int64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `done` of the total are finished; `note` (an accuracy, a file name) ends the line.
  void show(std::int64_t done, const std::string& note = "");
  // So many more were done before this run: the time to go is told by the others.
  void skip(std::int64_t done) { skipped_ += done; }
  // Clears the line, so that a message can be printed; the next show() draws it again.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  std::int64_t total_;
  std::int64_t skipped_ = 0;
  bool is_terminal_;
  bool is_drawn_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_shown_;
  std::int64_t last_done_ = -1;
};

}  // namespace msmv::app
