#include "msmv/training/trainer.h"

#include <gtest/gtest.h>

#include <string>

#include "msmv/training/initial_fdnet.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"
#include "tiny_data.h"

namespace msmv::training {
namespace {

// torch/trainer_test.cpp asks what training does; here it is only reached.
TEST(Train, ReachesLibTorch) {
  const testing::TemporaryFolder folder;
  std::vector<std::string> kept;
  RunOptions run{.folder = folder.path()};
  run.keep = [&](const weights::Tensors& tensors, const Json&) {
    kept.push_back(tensors.begin()->first);
  };
  const auto initial = initial_fdnet(tiny_network(), 1);
  EXPECT_EQ(train(tiny_network(), frozen_config(), encoded_data(4), initial, run),
            Outcome::finished);
  ASSERT_FALSE(kept.empty());
  EXPECT_TRUE(kept[0].starts_with("fdnet.")) << kept[0];
  EXPECT_TRUE(std::filesystem::exists(folder / "checkpoint.safetensors"));
}

TEST(Train, ItsFaultsCanBeCaughtHere) {
  const testing::TemporaryFolder folder;
  const auto initial = initial_fdnet(tiny_network(), 1);
  RunOptions run{.folder = folder.path(), .resume = true};
  train(tiny_network(), frozen_config(), encoded_data(4), initial, run);
  auto other = encoded_data(4);
  other.fingerprint = "other";
  EXPECT_THROW(train(tiny_network(), frozen_config(), other, initial, run), InputError);
}

}  // namespace
}  // namespace msmv::training
