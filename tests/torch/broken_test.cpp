// Walks tests/broken: checkpoints of a run, each with the fault that resuming it must give.
// tools/broken/make_weights.py writes them.

#include <torch/torch.h>

#include "msmv/torch/checkpoint.h"
#include "weights/broken_files.h"

namespace msmv::libtorch {
namespace {

TEST(BrokenCheckpoints, GiveTheirFaultAndChangeNothing) {
  const auto resume = [](const std::filesystem::path& path) {
    const NamedTensors tensors = {{"weights", torch::zeros({3, 1})},
                                  {"steps", torch::zeros({1}, torch::kInt64)}};
    try {
      training::read_checkpoint_state(path);
      read_checkpoint(path, tensors);
    } catch (const InputError&) {
      EXPECT_EQ(tensors.at("weights").abs().sum().item<float>(), 0) << path;
      throw;
    }
    EXPECT_EQ(tensors.at("steps").item<std::int64_t>(), 7) << path;
  };
  EXPECT_GE(testing::expect_faults("run checkpoint", resume), 20U);
}

}  // namespace
}  // namespace msmv::libtorch
