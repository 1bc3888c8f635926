#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "temporary_folder.h"

namespace msmv::testing {

struct Finished {
  int code = -1;
  std::string output, errors;
};

// Runs the msmv program in `folder`.
inline Finished run(const TemporaryFolder& folder, const std::string& arguments) {
  const std::string command = "cd '" + folder.path().string() + "' && " + MSMV_PROGRAM + " " +
                              arguments + " >stdout.txt 2>stderr.txt </dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(folder / "stdout.txt"),
          read_file(folder / "stderr.txt")};
}

}  // namespace msmv::testing
