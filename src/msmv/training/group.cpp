#include "msmv/training/group.h"

#include <torch/torch.h>

#include <chrono>
#include <exception>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "msmv/training/process_environment.h"
#include "msmv/values/errors.h"

namespace msmv::training {
namespace {

constexpr std::chrono::minutes kPatience{5};

// On one machine the loopback, which works where the machine's own name can't be looked up.
std::shared_ptr<gloo::transport::Device> device_for(const std::string& master) {
  if (const std::string name = environment_variable("GLOO_SOCKET_IFNAME"); !name.empty()) {
    return c10d::ProcessGroupGloo::createDeviceForInterface(name);
  }
  if (master == "localhost" || master.starts_with("127.")) {
    return c10d::ProcessGroupGloo::createDeviceForHostname("127.0.0.1");
  }
  return c10d::ProcessGroupGloo::createDefaultDevice();
}

}  // namespace

struct Group::Link {
  c10::intrusive_ptr<c10d::ProcessGroupGloo> processes;
};

Group::Group() = default;
Group::Group(int rank, int size, std::unique_ptr<Link> link)
    : rank_(rank), size_(size), link_(std::move(link)) {}
Group::~Group() = default;
Group::Group(Group&&) noexcept = default;
Group& Group::operator=(Group&&) noexcept = default;

Group Group::from_environment() {
  const auto [rank, size, master, port] = process_environment();
  if (size == 1) {
    return {};
  }
  try {
    c10d::TCPStoreOptions where;
    where.port = static_cast<std::uint16_t>(port);
    // torchrun keeps the meeting place itself, and says so.
    where.isServer = rank == 0 && environment_variable("TORCHELASTIC_USE_AGENT_STORE") != "True";
    where.numWorkers = static_cast<std::size_t>(size);
    where.timeout = kPatience;
    where.waitWorkers = false;
    const auto options = c10d::ProcessGroupGloo::Options::create(kPatience);
    options->devices.push_back(device_for(master));
    auto link = std::make_unique<Link>();
    link->processes = c10::make_intrusive<c10d::ProcessGroupGloo>(
        c10::make_intrusive<c10d::TCPStore>(master, where), rank, size, options);
    return {rank, size, std::move(link)};
  } catch (const std::exception& fault) {
    throw InputError("process " + std::to_string(rank) + " of " + std::to_string(size) +
                     " can't meet the others at " + master + ":" + std::to_string(port) + ": " +
                     fault.what());
  }
}

void Group::sum(const std::vector<torch::Tensor>& tensors) {
  if (!link_ || tensors.empty()) {
    return;
  }
  const torch::NoGradGuard no_grad;
  // One message for all: many small ones would cost a round trip each.
  std::vector<torch::Tensor> flat;
  for (const auto& tensor : tensors) {
    flat.push_back(tensor.detach().to(torch::kCPU).flatten());
  }
  std::vector<torch::Tensor> message = {torch::cat(flat)};
  try {
    link_->processes->allreduce(message)->wait();
  } catch (const std::exception& fault) {
    throw InputError("process " + std::to_string(rank_) + " of " + std::to_string(size_) +
                     " lost the others: one has stopped or can't be reached; --resume goes on "
                     "from the last checkpoint (" +
                     std::string(fault.what()).substr(0, 200) + ")");
  }
  std::int64_t begin = 0;
  for (torch::Tensor tensor : tensors) {
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

}  // namespace msmv::training
