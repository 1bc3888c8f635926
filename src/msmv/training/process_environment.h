#pragma once

#include <string>

namespace msmv::training {

// Which of the processes that train together this one is, and where they meet.
struct ProcessEnvironment {
  int rank = 0, size = 1;
  std::string master;  // its host; empty alone
  int port = 0;
};

// As RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT say, which torchrun sets; alone where WORLD_SIZE
// is not set or 1. Throws InputError when they are incomplete or wrong.
ProcessEnvironment process_environment();

// This process's number among those of its machine, as LOCAL_RANK says, which torchrun sets; 0
// where it is not set. Throws InputError for what is no number.
int local_rank();

// Whether this process is the one that writes. Asks for RANK and WORLD_SIZE alone.
bool is_first_by_environment();

// An environment variable, "" where it is not set.
std::string environment_variable(const char* name);

}  // namespace msmv::training
