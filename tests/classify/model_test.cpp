#include "msmv/classify/model.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "classify/random_model.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv {
namespace {

using testing::TemporaryFolder;

Config one_scale() {
  Config config;
  config.krem.windows_px = {224};
  config.krem.steps_px = {80};
  config.image.min_side_px = 224;
  return config;
}

TEST(LoadModel, KeepsTheFilesSettingsAndItsId) {
  TemporaryFolder folder;
  model::write(folder / "m.safetensors", testing::random_model(one_scale(), 2));
  const Model model = load_model(folder / "m.safetensors", {.voters = Voters::until_settled});
  EXPECT_EQ(model.config.krem.windows_px, std::vector<int>{224});
  EXPECT_EQ(model.voters, Voters::until_settled);
  EXPECT_FALSE(model.id.empty());
  EXPECT_EQ(model.network->facts().model_id, model.id);
}

TEST(LoadModel, SaysThatAFileIsNoModel) {
  TemporaryFolder folder;
  std::ofstream(folder / "m.safetensors") << "not a model";
  EXPECT_THROW(load_model(folder / "m.safetensors", {}), InputError);
}

TEST(DefaultModel, IsTheOneThatTheEnvironmentNames) {
  setenv("MSMV_MODEL", "/somewhere/m.safetensors", 1);
  EXPECT_EQ(default_model_path(), "/somewhere/m.safetensors");
  unsetenv("MSMV_MODEL");
}

TEST(DefaultEncoders, AreThoseThatTheEnvironmentNamesAndNotTheModels) {
  setenv("MSMV_MODEL", "/somewhere/m.safetensors", 1);
  setenv("MSMV_ENCODERS", "/somewhere/e.safetensors", 1);
  EXPECT_EQ(default_encoders_path(), "/somewhere/e.safetensors");
  unsetenv("MSMV_ENCODERS");
  unsetenv("MSMV_MODEL");
}

}  // namespace
}  // namespace msmv
