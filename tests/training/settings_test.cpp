#include "msmv/training/settings.h"

#include <gtest/gtest.h>

#include <fstream>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::training {
namespace {

std::string fault_of(const std::string& assignment) {
  Settings settings;
  try {
    set(settings, assignment);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Settings, AreSetOneByOne) {
  Settings settings;
  set(settings, "training.epochs=3");
  set(settings, "model.krem.selector=spread");
  set(settings, "model.krem.windows_px=[400, 224]");
  set(settings, "training.augmentation.turns=true");
  set(settings, "split.split=blocks");
  EXPECT_EQ(settings.training.epochs, 3);
  EXPECT_EQ(settings.model.krem.selector, krem::Selector::spread);
  EXPECT_EQ(settings.model.krem.windows_px, (std::vector<int>{400, 224}));
  EXPECT_TRUE(settings.training.augmentation.turns);
  EXPECT_EQ(settings.split.method, dataset::SplitMethod::blocks);
}

TEST(Settings, SayWhichOneIsWrong) {
  EXPECT_EQ(fault_of("training.epoch=3"),
            "--set.training: unknown setting \"epoch\"; did you mean \"epochs\"?");
  EXPECT_EQ(fault_of("training.epochs=0.5"),
            "--set.training.epochs: expected a whole number, got 0.5");
  EXPECT_EQ(fault_of("training"), "--set \"training\": wanted NAME=VALUE, as in training.epochs=3");
  EXPECT_EQ(fault_of("a~b=1"), "--set: unknown setting \"a~b\"");
  EXPECT_EQ(fault_of("training.=1"), "--set.training: unknown setting \"\"");
  EXPECT_EQ(fault_of("training.999999999999=1"),
            "--set.training: unknown setting \"999999999999\"");
  EXPECT_EQ(fault_of("model.name.\xff=1"), "--set.model: unknown setting \"name\"");
  EXPECT_EQ(
      fault_of("training.seed=" + std::string(100, '[') + std::string(100, ']')),
      "--set \"training.seed=" + std::string(66, '[') + "...\": nested deeper than 64 levels");
}

TEST(Settings, AreReadFromAFile) {
  const testing::TemporaryFolder folder;
  std::ofstream(folder / "good.json") << R"({"training": {"batch": 7}})";
  std::ofstream(folder / "bad.json") << "{";
  Settings settings;
  read_settings(folder / "good.json", settings);
  EXPECT_EQ(settings.training.batch, 7);
  EXPECT_THROW(read_settings(folder / "bad.json", settings), InputError);
  EXPECT_THROW(read_settings(folder / "none.json", settings), InputError);
}

}  // namespace
}  // namespace msmv::training
