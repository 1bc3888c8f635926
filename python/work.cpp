#include "work.h"

#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <mutex>
#include <optional>
#include <string>

namespace msmv::python {
namespace {

// What the worker's thread and Python's share.
class Work {
 public:
  explicit Work(const py::object& progress) : progress_(progress) {}

  runs::Watch watch() {
    return {.stop = [this] { return is_stopped_.load(); },
            .show = [this](const runs::Step& step) { show(step); },
            .say = [this](const std::string& line) { say(line); }};
  }
  void stop() { is_stopped_ = true; }

  // What a callback has raised.
  void rethrow() {
    if (raised_) {
      std::rethrow_exception(raised_);
    }
  }

 private:
  void show(const runs::Step& step) {
    if (!progress_.is_none()) {
      call([&] { progress_(step.what, step.done, step.of, step.note); });
    }
  }
  void say(const std::string& line) {
    call([&] { py::module_::import("warnings").attr("warn")(line); });
  }

  template <class Callback>
  void call(const Callback& callback) {
    const py::gil_scoped_acquire held;
    if (raised_) {
      return;
    }
    try {
      callback();
    } catch (...) {
      raised_ = std::current_exception();
      stop();
    }
  }

  const py::object& progress_;
  std::atomic<bool> is_stopped_ = false;
  std::exception_ptr raised_;  // under the interpreter's lock
};

}  // namespace

void watched(const py::object& progress, const std::function<void(const runs::Watch&)>& work) {
  Work shared(progress);
  const runs::Watch watch = shared.watch();
  auto ended = std::async(std::launch::async, [&] { work(watch); });
  std::optional<py::error_already_set> interrupted;
  constexpr auto kPause = std::chrono::milliseconds(50);
  for (bool is_done = false; !is_done;) {
    {
      const py::gil_scoped_release released;
      is_done = ended.wait_for(kPause) == std::future_status::ready;
    }
    if (!interrupted && PyErr_CheckSignals() != 0) {
      interrupted.emplace();
      shared.stop();
    }
  }
  if (interrupted) {
    throw *interrupted;
  }
  shared.rethrow();
  ended.get();
}

}  // namespace msmv::python
