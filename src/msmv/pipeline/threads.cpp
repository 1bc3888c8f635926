#include "msmv/pipeline/threads.h"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/partitioner.h>
#include <oneapi/tbb/task_arena.h>

#include <cstdlib>
#include <optional>

namespace msmv {

int thread_count(int asked) {
  if (asked > 0) {
    return asked;
  }
  const char* named = std::getenv("OMP_NUM_THREADS");
  const long wanted = named == nullptr ? 0 : std::strtol(named, nullptr, 10);
  return wanted > 0 && wanted < 65536 ? static_cast<int>(wanted)
                                      : oneapi::tbb::info::default_concurrency();
}

void on_threads(int asked, const std::function<void()>& job) {
  namespace tbb = oneapi::tbb;
  const int threads = thread_count(asked);
  std::optional<tbb::global_control> more;
  if (threads > tbb::info::default_concurrency()) {  // oneTBB makes no more than that by itself
    more.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(threads));
  }
  tbb::task_arena arena(threads);
  arena.execute(job);
}

void for_each_of(std::size_t count, const std::function<void(std::size_t)>& job) {
  if (count == 1) {
    job(0);
    return;
  }
  oneapi::tbb::this_task_arena::isolate([&] {
    oneapi::tbb::parallel_for(std::size_t{0}, count, job, oneapi::tbb::simple_partitioner());
  });
}

}  // namespace msmv
