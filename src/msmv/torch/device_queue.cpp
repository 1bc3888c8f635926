#include "msmv/torch/device_queue.h"

#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

namespace msmv::libtorch {

DeviceQueue::DeviceQueue(c10::Device device) {
  if (!device.is_cpu()) {
    stream_ = c10::impl::VirtualGuardImpl(device.type()).getStreamFromGlobalPool(device);
  }
}

void DeviceQueue::run(const std::function<void()>& job) const {
  std::optional<c10::StreamGuard> guard;
  if (stream_) {
    guard.emplace(*stream_);
  }
  job();
}

DeviceQueue::Mark DeviceQueue::mark() const {
  Mark mark;
  if (stream_) {
    mark.emplace(stream_->device_type());
    mark->record(*stream_);
  }
  return mark;
}

void DeviceQueue::wait_for(const Mark& mark) const {
  if (stream_ && mark) {
    mark->block(*stream_);
  }
}

void DeviceQueue::synchronize() const {
  if (stream_) {
    stream_->synchronize();
  }
}

}  // namespace msmv::libtorch
