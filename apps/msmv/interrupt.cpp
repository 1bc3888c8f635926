#include "interrupt.h"

#include <atomic>
#include <csignal>

namespace msmv::app {
namespace {

std::atomic<bool> g_interrupted = false;  // workers ask for it, too
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set no other");

void on_signal(int signal) {
  g_interrupted = true;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

bool was_interrupted() {
  return g_interrupted;
}

}  // namespace msmv::app
