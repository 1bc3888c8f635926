#include "msmv/report/training_log.h"

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::report {
namespace {

using msmv::testing::TemporaryFolder;

std::vector<EpochRecord> read_log(const std::string& text) {
  TemporaryFolder folder;
  files::write_atomically(folder / "log.jsonl", text);
  return read_training_log(folder / "log.jsonl");
}

std::string fault_of(const std::string& text) {
  try {
    read_log(text);
  } catch (const InputError& error) {
    const std::string line = error.what();
    return line.substr(line.find("log.jsonl"));
  }
  return "no fault";
}

TEST(TrainingLog, TakesWhatItKnowsOfEachEpoch) {
  const auto epochs =
      read_log(R"({"epoch":2,"loss":0.5,"accuracy":0.8,"seconds":3,"validation":)"
               R"({"loss":0.75,"patch_accuracy":0.6,"image_accuracy":0.7,"images":50}})"
               "\n"
               R"({"epoch":1,"loss":1.5,"learning_rate":null})"
               "\n");
  ASSERT_EQ(epochs.size(), 2U);
  EXPECT_EQ(epochs[0].epoch, 1);
  EXPECT_EQ(epochs[0].loss, 1.5);
  EXPECT_EQ(epochs[0].learning_rate, std::nullopt);
  EXPECT_EQ(epochs[0].val_loss, std::nullopt);
  EXPECT_EQ(epochs[1].patch_accuracy, 0.8);
  EXPECT_EQ(epochs[1].val_loss, 0.75);
  EXPECT_EQ(epochs[1].val_patch_accuracy, 0.6);
  EXPECT_EQ(epochs[1].val_image_accuracy, 0.7);
}

// experiments/unit_run_test.cpp reads a log that was really written.
TEST(TrainingLog, TakesALineAsTheTrainerWritesIt) {
  const auto epochs =
      read_log(R"({"best_epoch":1,"epoch":1,"event":"epoch","learning_rate":0.1,"seconds":2.5,)"
               R"("train_accuracy":0.5,"train_loss":1.25,"train_samples":24,"val_accuracy":0.75,)"
               R"("val_images":4,"val_loss":0.5,"val_patch_accuracy":0.25,"val_patches":12})"
               "\n");
  ASSERT_EQ(epochs.size(), 1U);
  EXPECT_EQ(epochs[0].loss, 1.25);
  EXPECT_EQ(epochs[0].patch_accuracy, 0.5);
  EXPECT_EQ(epochs[0].val_loss, 0.5);
  EXPECT_EQ(epochs[0].val_patch_accuracy, 0.25);
  EXPECT_EQ(epochs[0].val_image_accuracy, 0.75);
}

TEST(TrainingLog, WithNothingToDrawIsRefused) {
  const std::string nothing = "log.jsonl: tells no loss and no accuracy of any epoch";
  EXPECT_EQ(fault_of("{\"epoch\":1}\n{\"epoch\":2,\"learning_rate\":0.1}\n"), nothing);
  EXPECT_EQ(fault_of("{\"epoch\":1,\"loss\":null}\n"), nothing);
  EXPECT_EQ(fault_of("{\"epoch\":1}\n{\"epoch\":2,\"val_loss\":0.5}\n"), "no fault");
}

TEST(TrainingLog, TheLastOfARepeatedEpochCountsAndACutOffLineDoesNot) {
  const auto epochs = read_log("{\"epoch\":1,\"loss\":1.5}\n{\"epoch\":1,\"loss\":1.25}\n{\"ep");
  ASSERT_EQ(epochs.size(), 1U);
  EXPECT_EQ(epochs[0].loss, 1.25);
}

TEST(TrainingLog, NamesTheLineThatIsWrong) {
  EXPECT_EQ(fault_of("{\"epoch\":1}\nnot json\n{\"epoch\":2}\n"),
            "log.jsonl:2: not JSON at byte 2");
  EXPECT_EQ(fault_of("[]\n"), "log.jsonl:1: is no JSON object");
  EXPECT_EQ(fault_of("{\"epoch\":1,\"loss\":\"x\"}\n"),
            "log.jsonl:1: loss is \"x\", expected a number");
  EXPECT_EQ(fault_of("{\"loss\":1}\n"), "log.jsonl:1: names no whole epoch");
  EXPECT_EQ(fault_of("{\"epoch\":1.5}\n"), "log.jsonl:1: names no whole epoch");
  EXPECT_EQ(fault_of(""), "log.jsonl: tells of no epoch");
}

TEST(TrainingLog, CurvesAreDrawnEvenOfOneEpoch) {
  TemporaryFolder folder;
  draw_training_curves(folder / "curves", {{.epoch = 1, .loss = 1.5, .val_loss = 1.4}}, "n = 50");
  EXPECT_GT(std::filesystem::file_size(folder / "curves.png"), 10'000U);
  EXPECT_GT(std::filesystem::file_size(folder / "curves.svg"), 10'000U);
}

}  // namespace
}  // namespace msmv::report
