#include "msmv/training/run_log.h"

#include <gtest/gtest.h>

#include <fstream>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::training {
namespace {

TEST(RunLog, ForgetsWhatCameAfterTheCheckpoint) {
  const testing::TemporaryFolder folder;
  const auto path = folder / "log.jsonl";
  begin_log(path, 0);
  for (const int epoch : {1, 2, 3}) {
    append_to_log(path, {{"epoch", epoch}});
  }
  std::ofstream(path, std::ios::app) << "{\"epoch\": \"1\"}\n[1]\n{\"epoch\": 4, cut sh";
  begin_log(path, 2);
  append_to_log(path, {{"epoch", 3}, {"again", true}});
  EXPECT_EQ(testing::read_file(path),
            "{\"epoch\":1}\n{\"epoch\":2}\n{\"epoch\":3,\"again\":true}\n");
}

TEST(RunLog, BeginsAnewAndSaysWhenItCant) {
  const testing::TemporaryFolder folder;
  const auto path = folder / "log.jsonl";
  append_to_log(path, {{"epoch", 1}});
  begin_log(path, 0);
  EXPECT_EQ(testing::read_file(path), "");
  EXPECT_THROW(append_to_log(folder / "none" / "log.jsonl", {}), OutputError);
}

TEST(LogEntries, CallTheImagesAccuracyTheValidations) {
  const Validation validation{
      .loss = 0.5, .patch_accuracy = 0.25, .image_accuracy = 0.75, .patches = 12, .images = 4};
  EXPECT_EQ(log_entries(validation), Json::parse(R"({"val_loss": 0.5, "val_accuracy": 0.75,
      "val_patch_accuracy": 0.25, "val_images": 4, "val_patches": 12})"));
}

}  // namespace
}  // namespace msmv::training
