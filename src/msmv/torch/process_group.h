#pragma once

#include <torch/types.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace msmv::libtorch {

// The processes that train one model together, each on its part of every batch. They are started
// by torchrun, srun or mpirun with RANK, WORLD_SIZE, MASTER_ADDR and MASTER_PORT in their
// environment, and talk through Gloo; CUDA devices among themselves through NCCL, where LibTorch
// was built with it. One process alone is a group too.
class Group {
 public:
  // This process alone.
  Group();
  // As the environment says; alone where WORLD_SIZE is not set or 1. Waits for the others. `device`
  // is this process's own. Throws InputError when they don't come within five minutes, or the
  // environment is incomplete.
  static Group from_environment(torch::Device device);
  ~Group();
  Group(Group&&) noexcept;
  Group& operator=(Group&&) noexcept;

  int rank() const { return rank_; }
  int size() const { return size_; }
  bool is_first() const { return rank_ == 0; }

  // Each tensor becomes the sum of everybody's, the same bits for all. To be called by all, with
  // tensors of one device and type, of the same shapes in the same order. Throws InputError when
  // another process has stopped: at once, or within five minutes where it stops while NCCL sums.
  void sum(const std::vector<torch::Tensor>& tensors);
  std::vector<double> sum(const std::vector<double>& values);
  // Whether all say the same; the answer is the same for all. To be called by all.
  bool all_say(std::string_view text);

 private:
  struct Link;
  // Calls job, and says that others are lost where it throws.
  void reach(const std::function<void()>& job) const;
  Group(int rank, int size, std::unique_ptr<Link> link);

  int rank_ = 0, size_ = 1;
  std::unique_ptr<Link> link_;  // none alone
};

}  // namespace msmv::libtorch
