#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

// Items flow source -> work -> sink (oneTBB's parallel_pipeline): an item is worked on from end to
// end by one thread, several items at once; the source is asked and the sink is given one item at a
// time, in the source's order. An item that is large or slow makes the others wait, not the memory
// grow: no more are under way than was said.

namespace msmv {

struct PipelineOptions {
  int threads = 0;                  // 0: all there are (pipeline/threads.h)
  std::size_t items_under_way = 0;  // at most, from the source to the sink; 0: two a thread
  std::function<bool()> is_stopped = [] { return false; };  // asked before each item
};

namespace detail {

using Token = std::shared_ptr<void>;
// The parts of run_pipeline for items of one kind. An empty token ends the source.
bool run_tokens(const std::function<Token()>& source, const std::function<Token(Token)>& work,
                const std::function<bool(Token)>& sink, const PipelineOptions& options);

// A value, or what kept it from being.
template <class Value>
using Or = std::variant<Value, std::exception_ptr>;

template <class Value>
Value value_of(Or<Value>&& or_fault) {
  if (auto* fault = std::get_if<std::exception_ptr>(&or_fault)) {
    std::rethrow_exception(*fault);
  }
  return std::get<Value>(std::move(or_fault));
}

template <class Value, class Make>
Token attempted(const Make& make) {
  try {
    return std::make_shared<Or<Value>>(std::in_place_index<0>, make());
  } catch (...) {
    return std::make_shared<Or<Value>>(std::current_exception());
  }
}

}  // namespace detail

//   source()      -> std::optional<Item>; nothing ends it
//   work(Item&&)  -> Result, on any thread
//   sink(Result&&) -> bool; false stops
// Gives whether all items went through: false when the sink or options.is_stopped stopped it, which
// drops the items under way. An exception of source or work is thrown on when its item's turn at
// the sink has come, so that of several the first item's is thrown, whatever the threads; an
// exception of the sink is thrown on at once.
template <class Source, class Work, class Sink>
bool run_pipeline(const Source& source, const Work& work, const Sink& sink,
                  const PipelineOptions& options) {
  using detail::Or;
  using Item = typename decltype(source())::value_type;
  using Result = decltype(work(std::declval<Item>()));
  bool has_source_failed = false;
  const auto next = [&]() -> detail::Token {
    if (has_source_failed) {
      return nullptr;
    }
    try {
      std::optional<Item> item = source();
      return item ? std::make_shared<Or<Item>>(std::in_place_index<0>, *std::move(item)) : nullptr;
    } catch (...) {
      has_source_failed = true;
      return std::make_shared<Or<Item>>(std::current_exception());
    }
  };
  const auto process = [&](const detail::Token& item) {
    return detail::attempted<Result>([&] {
      return work(detail::value_of<Item>(std::move(*static_cast<Or<Item>*>(item.get()))));
    });
  };
  const auto take = [&](const detail::Token& result) {
    return sink(detail::value_of<Result>(std::move(*static_cast<Or<Result>*>(result.get()))));
  };
  return detail::run_tokens(next, process, take, options);
}

// The same for the items 0 to count - 1: work(index), then sink(index, result).
template <class Work, class Sink>
bool run_pipeline_over(std::size_t count, const Work& work, const Sink& sink,
                       const PipelineOptions& options) {
  std::size_t begun = 0, taken = 0;
  return run_pipeline(
      [&] { return begun < count ? std::optional(begun++) : std::nullopt; }, work,
      [&](auto&& result) { return sink(taken++, std::forward<decltype(result)>(result)); },
      options);
}

}  // namespace msmv
