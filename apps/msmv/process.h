#pragma once

namespace msmv::app {

// What any program that may run for days must not leave to chance: files never get the numbers of
// standard streams that somebody closed, a limit on file sizes is a fault and no death, and a file
// that is cut short while it is mapped ends the program with a message and exit code 1.
void prepare_process();

// Throws OutputError when what was printed did not reach standard output (a full disk).
void require_written_output();

}  // namespace msmv::app
