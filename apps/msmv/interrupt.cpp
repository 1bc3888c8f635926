#include "interrupt.h"

#include <csignal>

namespace msmv::app {
namespace {

volatile std::sig_atomic_t g_interrupted = 0;

void on_signal(int signal) {
  g_interrupted = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

bool was_interrupted() {
  return g_interrupted != 0;
}

}  // namespace msmv::app
