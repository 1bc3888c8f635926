#include "msmv/pipeline/pipeline.h"

#include <oneapi/tbb/parallel_pipeline.h>

#include <atomic>

#include "msmv/pipeline/threads.h"

namespace msmv::detail {

bool run_tokens(const std::function<Token()>& source, const std::function<Token(Token)>& work,
                const std::function<bool(Token)>& sink, const PipelineOptions& options) {
  namespace tbb = oneapi::tbb;
  std::atomic<bool> is_stopped = false;
  const auto stops = [&] { return is_stopped || options.is_stopped(); };
  const auto read = [&](tbb::flow_control& control) -> Token {
    if (stops()) {
      is_stopped = true;
      control.stop();
      return nullptr;
    }
    Token item = source();
    if (item == nullptr) {
      control.stop();
    }
    return item;
  };
  const auto process = [&](Token item) -> Token {
    if (stops()) {
      is_stopped = true;
      return nullptr;
    }
    return work(std::move(item));
  };
  const auto take = [&](Token result) {
    if (!is_stopped && result != nullptr && !sink(std::move(result))) {
      is_stopped = true;
    }
  };
  const int threads = thread_count(options.threads);
  const std::size_t at_most =
      options.items_under_way > 0 ? options.items_under_way : 2 * static_cast<std::size_t>(threads);
  on_threads(threads, [&] {
    tbb::parallel_pipeline(
        at_most, tbb::make_filter<void, Token>(tbb::filter_mode::serial_in_order, read) &
                     tbb::make_filter<Token, Token>(tbb::filter_mode::parallel, process) &
                     tbb::make_filter<Token, void>(tbb::filter_mode::serial_in_order, take));
  });
  return !is_stopped;
}

}  // namespace msmv::detail
