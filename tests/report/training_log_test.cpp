#include "msmv/report/training_log.h"

#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::report {
namespace {

using msmv::testing::TemporaryFolder;

std::vector<EpochRecord> read(const std::string& text) {
  TemporaryFolder folder;
  files::write_atomically(folder / "log.jsonl", text);
  return read_training_log(folder / "log.jsonl");
}

std::string fault_of(const std::string& text) {
  try {
    read(text);
  } catch (const InputError& error) {
    const std::string line = error.what();
    return line.substr(line.find("log.jsonl"));
  }
  return "no fault";
}

TEST(TrainingLog, TakesTheEpochsAndPassesOverOtherEvents) {
  const auto epochs = read(R"({"event":"start","seed":1})"
                           "\n"
                           R"({"event":"epoch","epoch":2,"train_loss":0.5,"val_accuracy":0.75})"
                           "\n"
                           R"({"event":"epoch","epoch":1,"train_loss":1.5,"val_loss":null})"
                           "\n");
  ASSERT_EQ(epochs.size(), 2U);
  EXPECT_EQ(epochs[0].epoch, 1);
  EXPECT_EQ(epochs[0].train_loss, 1.5);
  EXPECT_EQ(epochs[0].val_loss, std::nullopt);
  EXPECT_EQ(epochs[1].val_accuracy, 0.75);
}

TEST(TrainingLog, TheLastOfARepeatedEpochCountsAndACutOffLineDoesNot) {
  const auto epochs = read(R"({"event":"epoch","epoch":1,"train_loss":1.5})"
                           "\n"
                           R"({"event":"epoch","epoch":1,"train_loss":1.25})"
                           "\n"
                           R"({"event":"epoch","ep)");
  ASSERT_EQ(epochs.size(), 1U);
  EXPECT_EQ(epochs[0].train_loss, 1.25);
}

TEST(TrainingLog, NamesTheLineThatIsWrong) {
  EXPECT_EQ(fault_of("{}\nnot json\n{}\n"), "log.jsonl:2: is no JSON object");
  EXPECT_EQ(fault_of("{\"event\":\"epoch\",\"epoch\":1,\"val_loss\":\"x\"}\n"),
            "log.jsonl:1: val_loss is \"x\", expected a number");
  EXPECT_EQ(fault_of("{\"event\":\"epoch\"}\n"), "log.jsonl:1: names no whole epoch");
  EXPECT_EQ(fault_of("{\"event\":\"start\"}\n"), "log.jsonl: tells of no epoch");
}

TEST(TrainingLog, CurvesAreDrawnEvenOfOneEpoch) {
  TemporaryFolder folder;
  draw_training_curves(folder / "curves", {{1, 1.5, 1.4, 0.5, 0.6, 0.01}}, "n = 50");
  EXPECT_GT(std::filesystem::file_size(folder / "curves.png"), 10'000U);
  EXPECT_GT(std::filesystem::file_size(folder / "curves.svg"), 10'000U);
}

}  // namespace
}  // namespace msmv::report
