#pragma once

namespace msmv::app {

// The whole program: parses its arguments, does what they ask and prints any fault. Returns the
// exit code: 0 all well, 1 an input failed, 2 wrong usage.
int run(int argc, char** argv);

}  // namespace msmv::app
