#pragma once

#include <c10/core/Device.h>
#include <c10/core/Event.h>
#include <c10/core/Stream.h>

#include <functional>
#include <optional>

namespace msmv::libtorch {

// Work that a device does in its order, beside the processor and other queues (a stream of CUDA).
// The processor does at once what it is told: its queues have nothing to wait for.
class DeviceQueue {
 public:
  // Up to where a queue has come; empty for the processor.
  using Mark = std::optional<c10::Event>;

  explicit DeviceQueue(c10::Device device);

  // Work that `job` asks of LibTorch goes into this queue.
  void run(const std::function<void()>& job) const;
  // Sets a mark behind all work that the queue has now.
  Mark mark() const;
  // Work that is queued later begins when the mark, of any queue, is reached.
  void wait_for(const Mark& mark) const;
  // The processor waits for all that the queue has.
  void synchronize() const;

 private:
  std::optional<c10::Stream> stream_;  // none for the processor
};

}  // namespace msmv::libtorch
