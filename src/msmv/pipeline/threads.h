#pragma once

#include <cstddef>
#include <functional>

// oneTBB's threads, as the rest of msmv uses them.

namespace msmv {

// How many threads a run takes: `asked`, or for 0 as many as OMP_NUM_THREADS says, or all cores
// that this process may use.
int thread_count(int asked);

// Runs a job on as many threads as were asked for (0: see thread_count): what it splits by
// for_each_of is shared among them, and no more.
void on_threads(int asked, const std::function<void()>& job);

// Runs job(0) to job(count - 1), on whatever threads of the caller's have nothing else to do. While
// it waits, the caller takes up nothing but these jobs: not another item of a pipeline. An
// exception of a job stops what has not begun and is thrown on.
void for_each_of(std::size_t count, const std::function<void(std::size_t)>& job);

}  // namespace msmv
