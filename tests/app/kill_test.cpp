// SIGKILL at random moments. MSMV_KILLS says how many each test must survive;
// tools/kill.sh asks for more than a usual run of the tests does.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

#include "app/in_child.h"
#include "classify/quick_model.h"
#include "msmv/config/json.h"
#include "msmv/files/csv.h"
#include "msmv/libtorch/functions.h"
#include "msmv/model/model_file.h"

namespace msmv::app {
namespace {

using testing::read_file;
using Clock = std::chrono::steady_clock;

class Killed : public testing::SmallWork {
 protected:
  Killed() { model::write(folder_ / "m.safetensors", quick_model()); }

  static ModelFile quick_model() { return testing::random_model(testing::quick_config(), 3); }

  static int kills_wanted() {
    const char* text = std::getenv("MSMV_KILLS");
    return text == nullptr ? 50 : std::atoi(text);
  }

  // Loaded here, LibTorch need not be loaded by each child; nothing of it is run, so that it starts
  // no threads.
  static void SetUpTestSuite() { libtorch::functions(); }

  // Runs to the end and says how long that took.
  void take_time(const std::vector<std::string>& arguments) {
    const auto begin = Clock::now();
    const auto result = testing::finished(folder_.path(), arguments);
    ASSERT_EQ(result.code, 0) << result.errors;
    whole_s_ = std::chrono::duration<double>(Clock::now() - begin).count();
    std::printf("a whole run takes %.2f s\n", whole_s_);
  }

  // Starts it and kills it some time before a whole run would end; whether that was in time.
  bool was_killed(const std::vector<std::string>& arguments) {
    const pid_t child = testing::start(folder_.path(), arguments);
    const double wait_s = whole_s_ * std::uniform_real_distribution<>(0.05, 1)(chance_);
    std::this_thread::sleep_for(std::chrono::duration<double>(wait_s));
    kill(child, SIGKILL);
    const int code = testing::wait_for(child);
    EXPECT_TRUE(code == 0 || code == 128 + SIGKILL) << read_file(folder_ / "stderr.txt");
    return code != 0;
  }

  double whole_s_ = 1;
  std::mt19937 chance_{1};
};

TEST_F(Killed, ClassifyGoesOnWithoutAWrongOrHalfResult) {
  take_time(classify("whole.csv"));
  const std::string whole = read_file(folder_ / "whole.csv");
  auto arguments = classify("out.csv");
  arguments.emplace_back("--resume");
  int killed = 0, finished = 0;
  while (killed < kills_wanted()) {
    if (was_killed(arguments)) {
      ++killed;
      if (std::filesystem::exists(folder_ / "out.csv")) {  // it was about to exit
        EXPECT_EQ(read_file(folder_ / "out.csv"), whole);
        std::filesystem::remove(folder_ / "out.csv");
      }
      continue;
    }
    ++finished;
    EXPECT_EQ(read_file(folder_ / "out.csv"), whole);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out.csv.partial"));
    std::filesystem::remove(folder_ / "out.csv");
  }
  const auto last = testing::finished(folder_.path(), arguments);
  EXPECT_EQ(last.code, 0) << last.errors;
  EXPECT_EQ(read_file(folder_ / "out.csv"), whole);
  std::printf("killed %d times, came to its end %d times\n", killed, finished + 1);
}

TEST_F(Killed, TrainGoesOnToTheSameModel) {
  take_time(train("whole"));
  const std::string whole = read_file(folder_ / "whole/model.safetensors");
  auto arguments = train("run");
  arguments.emplace_back("--resume");
  int killed = 0, finished = 0;
  while (killed < kills_wanted()) {
    if (was_killed(arguments)) {
      ++killed;
      if (std::filesystem::exists(folder_ / "run/model.safetensors")) {
        EXPECT_NO_THROW(model::read(folder_ / "run/model.safetensors"));
      }
      continue;
    }
    ++finished;
    EXPECT_EQ(read_file(folder_ / "run/model.safetensors"), whole);
    std::filesystem::remove_all(folder_ / "run");
  }
  const auto last = testing::finished(folder_.path(), arguments);
  EXPECT_EQ(last.code, 0) << last.errors;
  EXPECT_EQ(read_file(folder_ / "run/model.safetensors"), whole);
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "run")) {
    EXPECT_EQ(entry.path().string().find(".tmp"), std::string::npos) << entry.path();
  }
  std::printf("killed %d times, came to its end %d times\n", killed, finished + 1);
}

// FDNet and trees on two folds.
class ReproduceKilled : public Killed {
 protected:
  ReproduceKilled() {
    model::write(folder_ / "encoder.safetensors", quick_model());
    setenv("MSMV_ENCODERS", (folder_ / "encoder.safetensors").c_str(), 1);
    std::filesystem::create_directory(folder_ / "rows");
    const std::string model = R"("model": {"image": {"min_side_px": 224},
      "krem": {"windows_px": [224], "steps_px": [40], "views": 2}, "patches": {"side_px": 32},
      "pfenet": {"backbone": "vision_transformer", "shared_weights": true}, "fdnet": {"discriminator": "fc"}},
      "training": {"frozen": {"preset": "frozen", "epochs": 8}}})";
    std::ofstream(folder_ / "rows/fc.json")
        << R"({"title": "FC", "table": "own", "place": 1, )" << model;
    std::ofstream(folder_ / "rows/trees.json") << R"({"title": "Trees", "table": "own", "place": 2,
               "trees": {"recolouring": {"colourings": 2}, "rounds": 12, "models": 2}, )"
                                               << model;
  }

  ~ReproduceKilled() override { unsetenv("MSMV_ENCODERS"); }

  static std::vector<std::string> reproduce(const std::string& output) {
    return {"reproduce",
            "--data",
            "in/manifest.csv",
            "--experiments",
            "rows",
            "--rows",
            "fc,trees",
            "--folds",
            "2",
            "--split",
            "images",
            "--against",
            "fc",
            "--output",
            output};
  }

  // Whether a run has said how it parts the images.
  bool has_begun() const {
    return std::filesystem::exists(folder_ / "stderr.txt") &&
           read_file(folder_ / "stderr.txt").find("fold_1") != std::string::npos;
  }

  // All that a run says but for times: the scores of each image, and the table.
  std::string said(const std::string& output) const {
    std::string text;
    for (const char* unit : {"fc/fold_1", "fc/fold_2", "trees/fold_1", "trees/fold_2"}) {
      const auto path = folder_ / output / "units" / (std::string(unit) + ".json");
      text += Json::parse(read_file(path)).at("images").dump() + "\n";
    }
    const auto table = files::read_csv_table(folder_ / output / "results.csv");
    for (const auto& row : table.rows) {
      for (std::size_t i = 0; i < row.fields.size(); ++i) {
        text += table.columns[i] == "ms_per_image" ? "" : row.fields[i] + ",";
      }
      text += "\n";
    }
    return text;
  }
};

TEST_F(ReproduceKilled, RefusesToLoseRowsAndToCompareWithNone) {
  std::filesystem::create_directory(folder_ / "tables");
  std::ofstream(folder_ / "tables/results.csv") << "row,title\nviews_9,Nine\nfc,FC\n";
  const auto refused = testing::finished(folder_.path(), reproduce("tables"));
  EXPECT_EQ(refused.code, 1);
  EXPECT_TRUE(refused.errors.ends_with(
      "msmv: tables: holds results of rows that this run lacks: views_9; name them in --rows, too, "
      "or another --output\n"))
      << refused.errors;
  EXPECT_EQ(read_file(folder_ / "tables/results.csv"), "row,title\nviews_9,Nine\nfc,FC\n");

  auto against_none = reproduce("others");
  *(std::ranges::find(against_none, "--against") + 1) = "nope";
  const auto unknown = testing::finished(folder_.path(), against_none);
  EXPECT_EQ(unknown.code, 1);
  EXPECT_NE(unknown.errors.find("nope"), std::string::npos) << unknown.errors;
}

// Not once a picture: what can't be kept is not worth encoding.
TEST_F(ReproduceKilled, AFullDiskEndsItAtTheFirstFileAndALaterRunGoesOn) {
  const auto full = testing::finished(folder_.path(), reproduce("tables"), [] {
    const rlimit limit{400, 400};  // bytes of a file
    setrlimit(RLIMIT_FSIZE, &limit);
  });
  EXPECT_EQ(full.code, 1);
  const std::string fault = "can't be written: File too large\n";
  EXPECT_EQ(full.errors.find(fault), full.errors.size() - fault.size()) << full.errors;
  EXPECT_EQ(testing::finished(folder_.path(), reproduce("tables")).code, 0);
}

TEST_F(ReproduceKilled, AnInterruptedRunLeavesTheTablesOfAnEarlierOne) {
  ASSERT_EQ(testing::finished(folder_.path(), reproduce("tables")).code, 0);
  std::string before = read_file(folder_ / "tables/results.csv");
  bool was_interrupted = false;
  for (int seed = 2; seed < 40 && !was_interrupted; ++seed) {
    auto arguments = reproduce("tables");
    arguments.insert(arguments.end(), {"--seed", std::to_string(seed)});
    std::filesystem::remove(folder_ / "stderr.txt");
    const pid_t child = testing::start(folder_.path(), arguments);
    for (int ms = 0; ms < 10'000 && !has_begun(); ++ms) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20 * (seed % 8)));
    kill(child, SIGINT);
    const int code = testing::wait_for(child);
    if (code == 0) {  // too late
      before = read_file(folder_ / "tables/results.csv");
      continue;
    }
    was_interrupted = code == 1;
    EXPECT_TRUE(code == 1 || code == 128 + SIGINT) << read_file(folder_ / "stderr.txt");
    EXPECT_EQ(read_file(folder_ / "tables/results.csv"), before);
    EXPECT_TRUE(std::filesystem::exists(folder_ / "tables/figures/fc_confusion.png"));
  }
  EXPECT_TRUE(was_interrupted);
  EXPECT_NE(
      read_file(folder_ / "stderr.txt").find("; its tables are still those of an earlier run"),
      std::string::npos)
      << read_file(folder_ / "stderr.txt");
}

TEST_F(ReproduceKilled, GoesOnToTheSameTables) {
  take_time(reproduce("whole"));
  const std::string whole = said("whole");
  int killed = 0, finished = 0;
  while (killed < kills_wanted()) {
    if (was_killed(reproduce("tables"))) {
      ++killed;
      continue;
    }
    ++finished;
    EXPECT_EQ(said("tables"), whole);
    std::filesystem::remove_all(folder_ / "tables");
  }
  const auto last = testing::finished(folder_.path(), reproduce("tables"));
  EXPECT_EQ(last.code, 0) << last.errors;
  EXPECT_EQ(said("tables"), whole);
  std::printf("killed %d times, came to its end %d times\n", killed, finished + 1);
}

}  // namespace
}  // namespace msmv::app
