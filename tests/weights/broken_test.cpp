// Walks tests/broken: safetensors files and checkpoints, each with the fault that reading it must
// give, or none. tools/broken/make_weights.py writes them.

#include "weights/broken_files.h"

#include "msmv/pfenet/import_encoder.h"
#include "msmv/weights/checkpoint.h"
#include "msmv/weights/safetensors.h"

namespace msmv::weights {
namespace {

using testing::expect_faults;

TEST(BrokenWeights, SafetensorsGiveTheirFault) {
  EXPECT_GE(expect_faults("safetensors", [](const auto& path) { read_safetensors(path); }), 70U);
}

TEST(BrokenWeights, CheckpointsGiveTheirFault) {
  EXPECT_GE(expect_faults("checkpoint", [](const auto& path) { read_checkpoint(path); }), 80U);
}

TEST(BrokenWeights, EncodersGiveTheirFault) {
  EXPECT_GE(expect_faults("encoder", [](const auto& path) { pfenet::import_encoder(path); }), 7U);
}

}  // namespace
}  // namespace msmv::weights
