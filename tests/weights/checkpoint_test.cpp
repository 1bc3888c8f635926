#include "msmv/weights/checkpoint.h"

#include <array>

#include "golden/read.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::weights {
namespace {

TEST(Checkpoint, ReadsPthWithoutTheCounters) {
  const Checkpoint checkpoint = read_checkpoint(golden::path("state_dict.pth"));
  EXPECT_TRUE(checkpoint.tensors.contains("float"));
  EXPECT_FALSE(checkpoint.tensors.contains("bn.num_batches_tracked"));
}

TEST(Checkpoint, ReadsSafetensorsWithoutTheCounters) {
  testing::TemporaryFolder folder;
  const std::array<std::int64_t, 1> steps = {5};
  const Tensor weight{.shape = {1}, .values = {2}};
  write_safetensors(
      folder / "a",
      {{"w", view_of(weight)},
       {"bn1.num_batches_tracked",
        {.dtype = DType::i64, .shape = {}, .bytes = std::as_bytes(std::span(steps))}}},
      {{"licence", "Apache-2.0"}});
  const Checkpoint checkpoint = read_checkpoint(folder / "a");
  EXPECT_EQ(checkpoint.tensors, (Tensors{{"w", weight}}));
  EXPECT_EQ(checkpoint.metadata.at("licence"), "Apache-2.0");
}

TEST(Checkpoint, SaysHowToBringAnOldFileAlong) {
  try {
    read_checkpoint(golden::path("legacy.pth"));
    FAIL() << "no fault";
  } catch (const InputError& error) {
    EXPECT_EQ(error.fault(),
              "a file of PyTorch before 1.6: load it and save it again with torch.save");
  }
}

}  // namespace
}  // namespace msmv::weights
