#include "progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "msmv/runs/clock_text.h"

namespace msmv::app {
namespace {

constexpr double kTerminalSeconds = 0.1;
constexpr double kPlainSeconds = 20;

// That can go back in its line.
bool is_terminal() {
  const char* kind = std::getenv("TERM");
  return isatty(STDERR_FILENO) != 0 && kind != nullptr && std::string_view(kind) != "dumb";
}

// A line that is longer can't be written over.
std::size_t terminal_width() {
  winsize size{};
  const bool is_known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
  return is_known ? size.ws_col : 80;
}

double seconds(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

Progress::Progress(std::string what, std::int64_t total)
    : what_(std::move(what)), total_(total), is_terminal_(is_terminal()) {
  last_shown_ = is_terminal_ ? Clock::time_point{} : start_;
}

Progress::~Progress() {
  clear();
}

void Progress::show(std::int64_t done, const std::string& note) {
  const auto now = Clock::now();
  const bool is_last = total_ > 0 && done >= total_ && done != last_done_;
  const double interval = is_terminal_ ? kTerminalSeconds : kPlainSeconds;
  if (!is_last && seconds(now - last_shown_) < interval) {
    return;
  }
  last_shown_ = now;
  last_done_ = done;
  const double elapsed = seconds(now - start_);
  std::string line = what_ + " " + std::to_string(done);
  if (total_ > 0) {
    line += "/" + std::to_string(total_);
  }
  const auto here = static_cast<double>(done - skipped_);
  if (here > 0) {
    char rate[48];
    std::snprintf(rate, sizeof rate, ", %.3g/s", here / elapsed);
    line += rate;
  }
  if (is_last) {
    line += ", took " + runs::clock_text(elapsed);
  } else if (total_ > 0 && here > 0) {
    line += ", ETA " + runs::clock_text(elapsed / here * static_cast<double>(total_ - done));
  }
  if (!note.empty()) {
    line += ", " + note;
  }
  if (is_terminal_) {
    std::fprintf(stderr, "\r%s\x1b[K", line.substr(0, terminal_width() - 1).c_str());
    is_drawn_ = true;
  } else {
    std::fprintf(stderr, "%s\n", line.c_str());
  }
  std::fflush(stderr);
}

void Progress::clear() {
  if (is_drawn_) {
    std::fputs("\r\x1b[K", stderr);
    std::fflush(stderr);
    is_drawn_ = false;
  }
}

}  // namespace msmv::app
