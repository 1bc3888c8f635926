#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

// A run tells whoever started it how it goes: a terminal, a notebook, nobody.

namespace msmv::runs {

// How far a run is. A run of several parts ("Checked", then "Trained on") tells of one after the
// other, each from `done` 0 on.
struct Step {
  std::string what;               // what is counted: "Classified"
  std::int64_t done = 0, of = 0;  // of 0: nobody knows how many
  std::int64_t skipped = 0;       // of `done`: those that were done before this run
  std::string note;               // an accuracy, a file's name
};

// Each may be empty. `show` and `say` are called by one thread at a time, `stop` by any.
struct Watch {
  std::function<bool()> stop;                        // true ends the run before its next item
  std::function<void(const Step&)> show;             // often
  std::function<void(const std::string& line)> say;  // what is at fault, or worth knowing
};

inline bool is_stopped(const Watch& watch) {
  return watch.stop && watch.stop();
}
inline void show(const Watch& watch, const Step& step) {
  if (watch.show) {
    watch.show(step);
  }
}
inline void say(const Watch& watch, const std::string& line) {
  if (watch.say) {
    watch.say(line);
  }
}
inline void say(const Watch& watch, const std::filesystem::path& path, const std::string& text) {
  say(watch, path.string() + ": " + text);
}
// That nothing keeps other runs from writing an output, where its file system has no locks.
inline void say_unless_locked(const Watch& watch, bool is_locked,
                              const std::filesystem::path& output) {
  if (!is_locked) {
    say(watch, output, "can't be locked on this file system: let no other run write it");
  }
}

// How a run over a list of items ended.
struct Ended {
  std::size_t items = 0;   // that it was asked for
  std::size_t done = 0;    // with an answer or a fault; fewer where the run was stopped
  std::size_t failed = 0;  // of these
  bool is_complete() const { return done == items; }
};

}  // namespace msmv::runs
