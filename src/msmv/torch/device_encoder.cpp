#include "msmv/torch/device_encoder.h"

#include <torch/torch.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <string>

#include "msmv/pfenet/layout.h"
#include "msmv/torch/device_queue.h"
#include "msmv/torch/parallel_encoders.h"
#include "msmv/torch/patch_groups.h"
#include "msmv/torch/tensors.h"
#include "msmv/values/errors.h"

namespace msmv::libtorch {
namespace {

constexpr std::size_t kUnderWay = 2;
constexpr std::int64_t kProcessorsGroup = 1;  // as Encoder's

// What a device answers is not our caller's fault: no memory, an instruction that it lacks.
template <class Job>
void on_device(const torch::Device& device, const Job& job) {
  try {
    job();
  } catch (const c10::Error& fault) {
    const std::string text = fault.what_without_backtrace();
    throw InputError(device.str() + ": " + text.substr(0, text.find('\n')));
  }
}

torch::Tensor on_host(at::IntArrayRef shape, torch::ScalarType type, bool is_pinned) {
  return torch::empty(shape, torch::TensorOptions(type).pinned_memory(is_pinned));
}

}  // namespace

struct DeviceEncoder::Network {
  // A batch under way.
  struct Slot {
    torch::Tensor host, pixels;  // as many bytes as the largest batch had; pixels on the device
    torch::Tensor encodings;     // on the device
    DeviceQueue::Mark encoded;
  };

  torch::Device device;
  std::int64_t features;
  ParallelEncoders encoders;
  DeviceQueue in, compute, out;
  std::array<Slot, kUnderWay> slots;
  std::size_t submitted = 0;
  torch::Tensor results;  // page-locked

  ~Network() {
    for (const DeviceQueue* queue : {&in, &compute, &out}) {
      try {
        queue->synchronize();        // before the memory they work on is given back
      } catch (const c10::Error&) {  // NOLINT(bugprone-empty-catch): it has been told of before
      }
    }
  }

  // Room for so many bytes in a slot that nothing works on.
  void reserve(Slot& slot, std::int64_t bytes) const {
    if (slot.host.defined() && slot.host.numel() >= bytes) {
      return;
    }
    in.run([&] {
      slot.host = on_host({bytes}, torch::kUInt8, !device.is_cpu());
      slot.pixels = torch::empty({bytes}, torch::TensorOptions(torch::kUInt8).device(device));
    });
  }

  void begin(const PatchBatch& batch) {
    Slot& slot = slots[submitted++ % kUnderWay];
    in.wait_for(slot.encoded);
    in.synchronize();  // what the slot holds was collected, or won't be
    const auto pixels = view_of(batch);
    reserve(slot, pixels.numel());
    const auto host = slot.host.narrow(0, 0, pixels.numel());
    const auto there = slot.pixels.narrow(0, 0, pixels.numel());
    std::memcpy(host.data_ptr(), batch.pixels.data(), batch.pixels.size());
    in.run([&] { there.copy_(host, true); });
    compute.wait_for(in.mark());
    compute.run([&] {
      slot.encodings = torch::empty({pixels.size(0), pixels.size(1), features},
                                    torch::TensorOptions(torch::kFloat32).device(device));
      encode(there.view(pixels.sizes()), slot.encodings);
    });
    slot.encoded = compute.mark();
  }

  void encode(const torch::Tensor& pixels, const torch::Tensor& encodings) {
    encode_in_groups(pixels, encodings, device.is_cpu() ? kProcessorsGroup : kDevicesGroup,
                     [&](std::int64_t scale, const torch::Tensor& patches) {
                       const auto x = encoders->to_input(patches);
                       auto& encoder = encoders->encoder(static_cast<int>(scale));
                       return EncoderNetworkImpl::pool(encoder.run(x, 0, kStages - 1));
                     });
  }

  void collect(std::size_t number, Encodings& into) {
    Slot& slot = slots[number % kUnderWay];
    if (number + kUnderWay < submitted) {
      throw std::logic_error("pfenet: a batch is collected after two more were handed over");
    }
    const std::int64_t count = slot.encodings.numel();
    out.wait_for(slot.encoded);
    out.run([&] {
      if (!results.defined() || results.numel() < count) {
        results = on_host({count}, torch::kFloat32, !device.is_cpu());
      }
      results.narrow(0, 0, count).copy_(slot.encodings.flatten(), true);
    });
    out.synchronize();
    const float* const values = results.data_ptr<float>();
    into.values.assign(values, values + count);
  }
};

DeviceEncoder::DeviceEncoder(const pfenet::Config& config, std::size_t scales,
                             const weights::Tensors& tensors, torch::Device device,
                             torch::ScalarType type) {
  ParallelEncoders encoders(config, static_cast<int>(scales));
  load(*encoders, tensors, "pfenet.");
  on_device(device, [&] {
    const DeviceQueue queue(device);
    queue.run([&] { encoders->settle(device, type); });
    queue.synchronize();
    network_.reset(new Network{.device = device,
                               .features = static_cast<std::int64_t>(pfenet::feature_count(config)),
                               .encoders = encoders,
                               .in = DeviceQueue(device),
                               .compute = DeviceQueue(device),
                               .out = DeviceQueue(device),
                               .slots = {},
                               .results = {}});
  });
}

DeviceEncoder::Collect DeviceEncoder::submit(const PatchBatch& batch) {
  const auto scales = static_cast<std::int64_t>(batch.scales);
  if (scales != network_->encoders->scales()) {
    throw std::invalid_argument("pfenet: a batch of " + std::to_string(scales) +
                                " scales, wanted " + std::to_string(network_->encoders->scales()));
  }
  const Encodings shape{
      batch.samples, batch.scales, static_cast<std::size_t>(network_->features), {}};
  if (batch.samples == 0) {
    return [shape] { return Encodings(shape); };
  }
  const std::size_t number = network_->submitted;
  on_device(network_->device, [&] { network_->begin(batch); });
  return [network = network_, number, shape] {
    Encodings encodings = shape;
    on_device(network->device, [&] { network->collect(number, encodings); });
    return encodings;
  };
}

}  // namespace msmv::libtorch
