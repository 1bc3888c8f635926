#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "commands.h"
#include "msmv/runs/watch.h"
#include "progress.h"

namespace msmv::app {

// A run as it is shown on stderr: how far it is, in a line that makes way for what is said. Ctrl+C
// and SIGTERM stop the run once `watch` was asked for.
class Terminal {
 public:
  // Valid as long as the terminal.
  const runs::Watch& watch();
  // Before something else is printed.
  void clear();

 private:
  void show(const runs::Step& step);

  std::optional<Progress> progress_;
  std::string what_;
  std::int64_t skipped_ = 0;
  runs::Watch watch_;
};

// Says how a run over a list of what `noun` names ended, and gives its exit code. Throws
// Interrupted for one that was stopped: "interrupted after 3 of 100 pictures" with `cure` behind.
Outcome outcome_of(const runs::Ended& ended, const std::string& noun = "picture",
                   const std::string& cure = "");

}  // namespace msmv::app
