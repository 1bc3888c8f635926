#include "msmv/pipeline/pipeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "msmv/pipeline/threads.h"

namespace msmv {
namespace {

using std::chrono::milliseconds;

// The items that came out, each squared, however long each took.
std::vector<std::size_t> squares(std::size_t count, const PipelineOptions& options) {
  std::vector<std::size_t> out;
  const bool is_complete = run_pipeline_over(
      count,
      [](std::size_t i) {
        std::this_thread::sleep_for(milliseconds(i * 7 % 5));
        return i * i;
      },
      [&](std::size_t index, std::size_t square) {
        EXPECT_EQ(index, out.size());
        out.push_back(square);
        return true;
      },
      options);
  EXPECT_TRUE(is_complete);
  return out;
}

TEST(Pipeline, KeepsTheOrderForAnyThreadsAndItemsUnderWay) {
  const auto wanted = squares(40, {.threads = 1, .items_under_way = 1});
  EXPECT_EQ(wanted.back(), 39U * 39U);
  for (const int threads : {1, 2, 5}) {
    for (const std::size_t under_way : {0U, 1U, 3U}) {
      EXPECT_EQ(squares(40, {.threads = threads, .items_under_way = under_way}), wanted);
    }
  }
  EXPECT_TRUE(squares(0, {}).empty());
}

TEST(Pipeline, HoldsNoMoreItemsThanItMay) {
  constexpr std::size_t kMost = 3;
  std::atomic<std::size_t> held = 0;
  std::size_t most = 0, next = 0;
  run_pipeline(
      [&]() -> std::optional<std::size_t> {
        if (next == 30) {
          return std::nullopt;
        }
        most = std::max(most, ++held);
        return next++;
      },
      [](std::size_t i) {
        std::this_thread::sleep_for(milliseconds(i % 3 == 0 ? 6 : 1));  // the first waits longest
        return i;
      },
      [&](std::size_t) {
        --held;
        return true;
      },
      {.threads = 4, .items_under_way = kMost});
  EXPECT_LE(most, kMost);
  EXPECT_GE(most, 1U);
}

TEST(Pipeline, WorksOnSeveralItemsAtOnce) {
  if (thread_count(0) < 2) {
    GTEST_SKIP() << "one core";
  }
  std::mutex mutex;
  std::set<std::thread::id> workers;
  std::atomic<int> working = 0;
  std::atomic<int> most = 0;
  run_pipeline_over(
      20,
      [&](std::size_t) {
        const int now = ++working;
        most = std::max(most.load(), now);
        std::this_thread::sleep_for(milliseconds(5));
        --working;
        const std::scoped_lock lock(mutex);
        workers.insert(std::this_thread::get_id());
        return 0;
      },
      [](std::size_t, int) { return true; }, {.threads = 2});
  EXPECT_EQ(most, 2);
  EXPECT_EQ(workers.size(), 2U);
}

TEST(Pipeline, MovesItemsThatCantBeCopied) {
  std::size_t left = 3, sum = 0;
  run_pipeline(
      [&]() -> std::optional<std::unique_ptr<std::size_t>> {
        return left == 0 ? std::nullopt : std::optional(std::make_unique<std::size_t>(left--));
      },
      [](std::unique_ptr<std::size_t> item) { return item; },
      [&](std::unique_ptr<std::size_t> item) {
        sum += *item;
        return true;
      },
      {});
  EXPECT_EQ(sum, 6U);
}

// What item 5 and all after 11 throw, and the results before.
std::string fault_of(int threads, std::vector<std::size_t>& taken) {
  try {
    run_pipeline_over(
        20,
        [](std::size_t i) {
          std::this_thread::sleep_for(milliseconds(i == 5 ? 20 : 0));  // thrown after the others
          if (i == 5 || i > 11) {
            throw std::runtime_error("item " + std::to_string(i));
          }
          return i;
        },
        [&](std::size_t, std::size_t result) {
          taken.push_back(result);
          return true;
        },
        {.threads = threads, .items_under_way = 20});
  } catch (const std::runtime_error& fault) {
    return fault.what();
  }
  return "none";
}

TEST(Pipeline, ThrowsTheFirstItemsFaultAfterTheResultsBeforeIt) {
  for (const int threads : {1, 4}) {
    std::vector<std::size_t> taken;
    EXPECT_EQ(fault_of(threads, taken), "item 5");
    EXPECT_EQ(taken, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
  }
}

TEST(Pipeline, ThrowsWhatItsEndsThrow) {
  std::size_t taken = 0, asked = 0;
  const auto broken_source = [&]() -> std::optional<int> {
    if (++asked == 4) {
      throw std::runtime_error("source");
    }
    return 1;
  };
  const auto work = [](int item) { return item; };
  EXPECT_THROW(run_pipeline(broken_source, work,
                            [&](int) {
                              ++taken;
                              return true;
                            },
                            {}),
               std::runtime_error);
  EXPECT_EQ(taken, 3U);  // what came before the fault
  EXPECT_EQ(asked, 4U);
  EXPECT_THROW(run_pipeline_over(
                   9, [](std::size_t i) { return i; },
                   [](std::size_t, std::size_t) -> bool { throw std::runtime_error("sink"); }, {}),
               std::runtime_error);
}

TEST(Pipeline, StopsWhenTheSinkHasEnough) {
  std::atomic<std::size_t> worked = 0;
  std::size_t taken = 0;
  EXPECT_FALSE(run_pipeline_over(
      1000, [&](std::size_t) { return ++worked; },
      [&](std::size_t, std::size_t) { return ++taken < 3; }, {.items_under_way = 4}));
  EXPECT_EQ(taken, 3U);
  EXPECT_LE(worked, 3U + 4U);
}

TEST(Pipeline, StopsWhenItIsToldTo) {
  std::atomic<bool> is_stopped = false;
  std::atomic<std::size_t> worked = 0;
  EXPECT_FALSE(run_pipeline_over(
      1000,
      [&](std::size_t i) {
        is_stopped = is_stopped || i == 5;
        return ++worked;
      },
      [](std::size_t, std::size_t) { return true; },
      {.items_under_way = 4, .is_stopped = [&] { return is_stopped.load(); }}));
  EXPECT_LE(worked, 6U + 4U);
}

// A worker whose parts are done by others waits; were it to take up another item meanwhile, items
// would pile up on its stack.
TEST(Pipeline, TakesUpNoOtherItemWithinOne) {
  thread_local int depth = 0;
  std::atomic<int> deepest = 0;
  std::atomic<std::size_t> parts = 0;
  run_pipeline_over(
      30,
      [&](std::size_t) {
        deepest = std::max(deepest.load(), ++depth);
        for_each_of(5, [&](std::size_t) {
          std::this_thread::sleep_for(milliseconds(1));
          ++parts;
        });
        --depth;
        return 0;
      },
      [](std::size_t, int) { return true; }, {.threads = 4});
  EXPECT_EQ(parts, 150U);
  EXPECT_EQ(deepest, 1);
}

}  // namespace
}  // namespace msmv
