#include "msmv/training/checkpoint_state.h"

#include <array>
#include <span>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::training {
namespace {

TEST(CheckpointState, IsReadWhereItsHashIsRightOnly) {
  const testing::TemporaryFolder folder;
  const auto path = folder / "c.safetensors";
  const std::array<float, 2> values = {1, 2};
  const weights::TensorViews tensors = {
      {"weights", {weights::DType::f32, {2}, std::as_bytes(std::span(values))}}};
  const std::string state = R"({"epoch":3})";
  const auto write = [&](const std::string& said, const std::string& hash) {
    weights::write_safetensors(
        path, tensors, {{"format", kCheckpointFormat}, {"state", said}, {"content_hash", hash}});
  };
  const std::string hash = checkpoint_hash(tensors, state);
  write(state, hash);
  EXPECT_EQ(read_checkpoint_state(path), (Json{{"epoch", 3}}));
  write(R"({"epoch":4})", hash);
  EXPECT_THROW(read_checkpoint_state(path), InputError);
  write("[]", checkpoint_hash(tensors, "[]"));
  EXPECT_THROW(read_checkpoint_state(path), InputError) << "no object";
}

}  // namespace
}  // namespace msmv::training
