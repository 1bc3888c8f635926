#pragma once

namespace msmv::app {

// From now on SIGINT and SIGTERM only set a flag, which long work asks for at its safe points; a
// second one ends the program at once.
void catch_interrupts();
bool was_interrupted();

}  // namespace msmv::app
