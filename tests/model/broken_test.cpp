// Walks tests/broken: files that are no models, each with the fault that reading it must give.
// tools/broken/make_weights.py writes them.

#include "msmv/model/model_file.h"
#include "weights/broken_files.h"

namespace msmv::model {
namespace {

TEST(BrokenModels, GiveTheirFault) {
  EXPECT_GE(testing::expect_faults("model", [](const auto& path) { read(path); }), 50U);
}

}  // namespace
}  // namespace msmv::model
