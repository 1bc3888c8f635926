#pragma once

#include <cstdint>

// What this process takes of the machine, for measurements.

namespace msmv::benchmark {

// Seconds of the cores' time: of the calling thread, and of all threads together.
double thread_cpu_seconds();
double cpu_seconds();

// Forgets how much memory was in use at most; after that peak_memory_bytes() is of what came since.
void reset_peak_memory();
std::uint64_t peak_memory_bytes();

}  // namespace msmv::benchmark
