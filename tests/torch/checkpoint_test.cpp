#include "msmv/torch/checkpoint.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <fstream>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::libtorch {
namespace {

NamedTensors two_tensors() {
  return {{"weights", torch::tensor({0.1F, -2.0F, 1e-40F}).view({3, 1})},
          {"steps", torch::tensor({std::int64_t{1} << 40}, torch::kInt64)}};
}

NamedTensors zeros() {
  return {{"weights", torch::zeros({3, 1})}, {"steps", torch::zeros({1}, torch::kInt64)}};
}

TEST(Checkpoint, GivesBackTensorsToTheBitAndTheState) {
  const testing::TemporaryFolder folder;
  const auto path = folder / "c.safetensors";
  write_checkpoint(path, two_tensors(), {{"epoch", 3}, {"loss", 0.1}});
  const auto read = zeros();
  read_checkpoint(path, read);
  for (const auto& [name, tensor] : two_tensors()) {
    EXPECT_TRUE(torch::equal(read.at(name), tensor)) << name;
  }
  EXPECT_EQ(training::read_checkpoint_state(path), (Json{{"epoch", 3}, {"loss", 0.1}}));
}

TEST(Checkpoint, OfAnotherNetworkChangesNothing) {
  const testing::TemporaryFolder folder;
  const auto path = folder / "c.safetensors";
  write_checkpoint(path, two_tensors(), {});
  auto misshapen = zeros();
  misshapen["weights"] = torch::zeros({1, 3});
  EXPECT_THROW(read_checkpoint(path, misshapen), InputError);
  EXPECT_EQ(misshapen["steps"].item<std::int64_t>(), 0);
  auto fewer = zeros();
  fewer.erase("steps");
  EXPECT_THROW(read_checkpoint(path, fewer), InputError);
  auto more = zeros();
  more["bias"] = torch::zeros({1});
  EXPECT_THROW(read_checkpoint(path, more), InputError);
}

TEST(Checkpoint, WithAnyChangedByteIsRefused) {
  const testing::TemporaryFolder folder;
  const auto path = folder / "c.safetensors";
  write_checkpoint(path, two_tensors(), {{"epoch", 3}});
  const std::string whole = testing::read_file(path);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    if (whole[at] == ' ') {  // pads the header
      continue;
    }
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    std::ofstream(path, std::ios::binary) << changed;
    EXPECT_THROW(read_checkpoint(path, zeros()), InputError) << at << " " << whole[at];
  }
}

TEST(Checkpoint, RefusesATruncatedAndAForeignFile) {
  const testing::TemporaryFolder folder;
  const auto path = folder / "c.safetensors";
  write_checkpoint(path, two_tensors(), {});
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1);
  EXPECT_THROW(read_checkpoint(path, zeros()), InputError);
  std::ofstream(path) << "not a checkpoint";
  EXPECT_THROW(training::read_checkpoint_state(path), InputError);
}

}  // namespace
}  // namespace msmv::libtorch
