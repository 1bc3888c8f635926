#include "msmv/model/store.h"

#include "some_model.h"
#include "temporary_folder.h"

namespace msmv::model {
namespace {

TEST(StoreModel, TellsWhatEightBitsCost) {
  testing::TemporaryFolder folder;
  ModelFile model = testing::some_model();
  model.storage = weights::Storage::f16;
  model.calibration = {{"activation_ranges", Json::object()}, {"validations", Json::array({1})}};
  write(folder / "a", model);
  const ModelFile before = read(folder / "a");

  const StoreReport report = store(folder / "a", folder / "b", weights::Storage::q8);

  const ModelFile after = read(folder / "b");
  EXPECT_EQ(report.id, after.id);
  EXPECT_EQ(report.bytes_before, before.bytes);
  EXPECT_EQ(report.bytes_after, after.bytes);
  EXPECT_EQ(after.storage, weights::Storage::q8);
  EXPECT_EQ(after.provenance["stored_from"], before.id);
  EXPECT_EQ(after.provenance["seed"], model.provenance["seed"]);
  EXPECT_TRUE(after.calibration.contains("activation_ranges"));
  EXPECT_FALSE(after.calibration.contains("validations"));  // they were of other weights
  EXPECT_FALSE(report.worst_tensor.empty());
  // The values lie evenly in [0, 1): see ModelFile.StoredAtEightBitsItIsNearlyTheSame.
  EXPECT_NEAR(report.worst_relative_rms, 1.0 / 255 / 2, 3e-4);
}

TEST(StoreModel, WhatIsStoredAlreadyLosesNothingMore) {
  testing::TemporaryFolder folder;
  ModelFile model = testing::some_model();
  model.storage = weights::Storage::q8;
  write(folder / "a", model);
  const StoreReport report = store(folder / "a", folder / "b", weights::Storage::q8);
  EXPECT_LT(report.worst_relative_rms, 1e-7);
}

}  // namespace
}  // namespace msmv::model
