#include "msmv/torch/process_group.h"

#include <torch/torch.h>

#include <chrono>
#include <exception>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "msmv/files/content_hash.h"
#include "msmv/torch/nccl.h"
#include "msmv/training/process_environment.h"
#include "msmv/values/errors.h"

namespace msmv::libtorch {
namespace {

constexpr std::chrono::minutes kPatience{5};

// On one machine the loopback, which works where the machine's own name can't be looked up.
std::shared_ptr<gloo::transport::Device> device_for(const std::string& master) {
  if (const std::string name = training::environment_variable("GLOO_SOCKET_IFNAME");
      !name.empty()) {
    return c10d::ProcessGroupGloo::createDeviceForInterface(name);
  }
  if (master == "localhost" || master.starts_with("127.")) {
    return c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1");
  }
  return c10d::ProcessGroupGloo::createDefaultDevice();
}

// LibTorch 2 keeps its meeting place by libuv unless told otherwise, also where it was built
// without.
template <class Options>
void leave_libuv(Options& options) {
  if constexpr (requires { options.useLibUV; }) {
    options.useLibUV = false;
  }
}

}  // namespace

struct Group::Link {
  c10::intrusive_ptr<c10d::ProcessGroupGloo> processes;
  NcclSum sum_on_devices;  // none: Gloo sums on the processor
};

Group::Group() = default;
Group::Group(int rank, int size, std::unique_ptr<Link> link)
    : rank_(rank), size_(size), link_(std::move(link)) {}
Group::~Group() = default;
Group::Group(Group&&) noexcept = default;
Group& Group::operator=(Group&&) noexcept = default;

Group Group::from_environment(torch::Device device) {
  const auto [rank, size, master, port] = training::process_environment();
  if (size == 1) {
    return {};
  }
  try {
    c10d::TCPStoreOptions where;
    where.port = static_cast<std::uint16_t>(port);
    // torchrun keeps the meeting place itself, and says so.
    where.isServer =
        rank == 0 && training::environment_variable("TORCHELASTIC_USE_AGENT_STORE") != "True";
    where.numWorkers = static_cast<std::size_t>(size);
    where.timeout = kPatience;
    where.waitWorkers = false;
    leave_libuv(where);
    const auto options = c10d::ProcessGroupGloo::Options::create(kPatience);
    options->devices.push_back(device_for(master));
    const auto store = c10::make_intrusive<c10d::TCPStore>(master, where);
    auto link = std::make_unique<Link>();
    link->processes = c10::make_intrusive<c10d::ProcessGroupGloo>(
        c10::make_intrusive<c10d::PrefixStore>("gloo", store), rank, size, options);
    if (device.is_cuda()) {
      link->sum_on_devices =
          nccl_sum(c10::make_intrusive<c10d::PrefixStore>("nccl", store), rank, size, kPatience);
    }
    return {rank, size, std::move(link)};
  } catch (const std::exception& fault) {
    throw InputError("process " + std::to_string(rank) + " of " + std::to_string(size) +
                     " can't meet the others at " + master + ":" + std::to_string(port) + ": " +
                     fault.what());
  }
}

void Group::reach(const std::function<void()>& job) const {
  try {
    job();
  } catch (const std::exception& fault) {
    throw InputError("process " + std::to_string(rank_) + " of " + std::to_string(size_) +
                     " lost the others: one has stopped or can't be reached; --resume continues "
                     "from the last checkpoint (" +
                     std::string(fault.what()).substr(0, 200) + ")");
  }
}

void Group::sum(const std::vector<torch::Tensor>& tensors) {
  if (!link_ || tensors.empty()) {
    return;
  }
  const torch::NoGradGuard no_grad;
  const bool is_on_devices = link_->sum_on_devices && tensors.front().is_cuda();
  if (is_on_devices) {
    // Gloo tells at once when a process is gone, NCCL only by its time running out. So all say that
    // they are there before their devices begin.
    sum(std::vector<double>{1});
  }
  // One message for all: many small ones would cost a round trip each.
  std::vector<torch::Tensor> flat;
  for (const auto& tensor : tensors) {
    const auto values = tensor.detach().flatten();
    flat.push_back(is_on_devices ? values : values.to(torch::kCPU));
  }
  std::vector<torch::Tensor> message = {torch::cat(flat)};
  reach([&] {
    if (is_on_devices) {
      link_->sum_on_devices(message[0]);
    } else {
      link_->processes->allreduce(message)->wait();
    }
  });
  std::int64_t begin = 0;
  for (const torch::Tensor& tensor : tensors) {
    tensor.copy_(message[0].narrow(0, begin, tensor.numel()).view(tensor.sizes()));
    begin += tensor.numel();
  }
}

std::vector<double> Group::sum(const std::vector<double>& values) {
  auto tensor = torch::tensor(values, torch::kFloat64);
  sum(std::vector<torch::Tensor>{tensor});
  const double* sums = tensor.data_ptr<double>();
  return {sums, sums + values.size()};
}

bool Group::all_say(std::string_view text) {
  // A hash in parts of 16 bits, whose sums and sums of squares are exact. By Cauchy and Schwarz the
  // square of a sum is the size times the sum of squares only where all parts are equal.
  const std::string hash = files::content_hash(text);
  std::vector<double> parts;
  for (std::size_t at = 0; at < hash.size(); at += 4) {
    const auto part = static_cast<double>(std::stoul(hash.substr(at, 4), nullptr, 16));
    parts.insert(parts.end(), {part, part * part});
  }
  const auto sums = sum(parts);
  for (std::size_t i = 0; i < sums.size(); i += 2) {
    if (sums[i] * sums[i] != size_ * sums[i + 1]) {
      return false;
    }
  }
  return true;
}

}  // namespace msmv::libtorch
