// Whole slides from the command line: what is written, what is said, and what is left when the
// program is killed.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <thread>

#include "app/in_child.h"
#include "classify/quick_model.h"
#include "classify/small_slide.h"
#include "msmv/files/csv.h"

namespace msmv::app {
namespace {

using testing::Finished;
using testing::finished;
using testing::read_file;
using testing::TemporaryFolder;
using Clock = std::chrono::steady_clock;

class Slides : public ::testing::Test {
 protected:
  Slides() {
    model::write(folder_ / "m.safetensors", testing::small_slide_model());
    std::filesystem::create_directory(folder_ / "in");
    const Finished drawn = finished(
        folder_.path(), {"phantom", "--slide", "--seed", "2", "--count", "2", "--islands", "2",
                         "--width", "1200", "--height", "900", "--mpp", "0.5", "--output", "in"});
    EXPECT_EQ(drawn.code, 0) << drawn.errors;
  }

  static std::vector<std::string> slides(const std::string& input, const std::string& output,
                                         const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"slides", input,     "--output",
                                          output,   "--model", "m.safetensors"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }

  // Of all files below a folder, but for what may differ between two runs.
  std::map<std::string, std::string> contents_of(const std::string& output) const {
    std::map<std::string, std::string> contents;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / output)) {
      const std::string name = entry.path().lexically_relative(folder_ / output).string();
      if (entry.is_regular_file() && !name.starts_with("run_metadata")) {
        contents[name] = read_file(entry.path());
      }
    }
    return contents;
  }

  TemporaryFolder folder_;
};

TEST_F(Slides, OfAFolderAreClassifiedTileByTile) {
  const Finished run = finished(folder_.path(), slides("in", "out"));
  EXPECT_EQ(run.code, 0) << run.errors;
  const files::CsvTable table = files::read_csv_table(folder_ / "out/slides.csv");
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].fields[table.at("slide")], "in/slide_2.tif");
  EXPECT_EQ(table.rows[0].fields[table.at("status")], "ok");
  EXPECT_EQ(table.rows[0].fields[table.at("mpp_source")], "slide");
  EXPECT_TRUE(std::filesystem::exists(folder_ / "out/heatmaps/slide_3.png"));
  const auto metadata = nlohmann::json::parse(read_file(folder_ / "out/run_metadata.json"));
  EXPECT_EQ(metadata.at("run").at("command"), "slides");
  EXPECT_EQ(metadata.at("slides"), 2);
}

TEST_F(Slides, OneThatIsBrokenIsARowAndTheOthersGoOn) {
  const std::string whole = read_file(folder_ / "in/slide_2.tif");
  std::ofstream(folder_ / "in/cut.tif", std::ios::binary) << whole.substr(0, whole.size() / 2);
  std::filesystem::create_directory(folder_ / "in/dir.svs");
  std::ofstream(folder_ / "list.txt") << "in/dir.svs\nin/cut.tif\nin/none.svs\nin/slide_2.tif\n";
  const Finished run = finished(folder_.path(), slides("list.txt", "out"));
  EXPECT_EQ(run.code, 1);
  EXPECT_NE(run.errors.find("msmv: in/dir.svs: is a folder, not a file\n"), std::string::npos)
      << run.errors;
  EXPECT_NE(run.errors.find("msmv: in/none.svs: no such file\n"), std::string::npos);
  EXPECT_NE(run.errors.find("msmv: in/cut.tif: "), std::string::npos);
  EXPECT_TRUE(run.errors.ends_with("msmv: 3 of 4 slides failed\n")) << run.errors;
  const files::CsvTable table = files::read_csv_table(folder_ / "out/slides.csv");
  ASSERT_EQ(table.rows.size(), 4U);
  EXPECT_EQ(table.rows[0].fields[table.at("status")], "error");  // cut
  EXPECT_EQ(table.rows[3].fields[table.at("status")], "ok");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out/heatmaps/cut.png"));
}

TEST_F(Slides, FaultyOnesOfAFinishedRunAreTriedAgain) {
  const std::string whole = read_file(folder_ / "in/slide_3.tif");
  std::ofstream(folder_ / "in/slide_3.tif", std::ios::binary) << whole.substr(0, whole.size() / 2);
  EXPECT_EQ(finished(folder_.path(), slides("in", "out", {"--retry-faulty"})).code, 1);
  const Finished resumed = finished(folder_.path(), slides("in", "out", {"--resume"}));
  EXPECT_EQ(resumed.code, 1);
  EXPECT_EQ(resumed.errors,
            "msmv: out/slides.csv: is complete already; --retry-faulty tries its faulty rows "
            "again\nmsmv: 1 of 2 slides failed\n");
  std::ofstream(folder_ / "in/slide_3.tif", std::ios::binary) << whole;
  const Finished other =
      finished(folder_.path(), slides("in", "out", {"--retry-faulty", "--gzip"}));
  EXPECT_EQ(other.code, 1);
  EXPECT_EQ(other.errors,
            "msmv: out/slides.csv: is of another run (gzip false there, true here): "
            "--retry-faulty keeps rows of the same model and settings\n");
  const auto kept = std::filesystem::last_write_time(folder_ / "out/heatmaps/slide_2.png");
  // With --resume, too, as a job that is requeued has it.
  const Finished again =
      finished(folder_.path(), slides("in", "out", {"--retry-faulty", "--resume"}));
  EXPECT_EQ(again.code, 0) << again.errors;
  EXPECT_EQ(std::filesystem::last_write_time(folder_ / "out/heatmaps/slide_2.png"), kept);
  EXPECT_EQ(finished(folder_.path(), slides("in", "anew")).code, 0);
  EXPECT_EQ(contents_of("out"), contents_of("anew"));
  const Finished done = finished(folder_.path(), slides("in", "out", {"--resume"}));
  EXPECT_EQ(done.code, 0);
  EXPECT_EQ(done.errors, "msmv: out/slides.csv: is complete already: there is nothing to resume\n");
}

TEST_F(Slides, AReportWithoutARootShowsTheirHeatMaps) {
  EXPECT_EQ(finished(folder_.path(), slides("in", "out")).code, 0);
  const std::vector<std::string> report = {"report", "out", "--output", "r.html"};
  const Finished run = finished(folder_.path(), report);
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.errors, "");
  EXPECT_NE(read_file(folder_ / "r.html").find("src=\"data:image/jpeg;base64,"), std::string::npos);
  std::filesystem::remove_all(folder_ / "out/heatmaps");
  const Finished bare = finished(folder_.path(), report);
  EXPECT_EQ(bare.code, 0);
  EXPECT_EQ(bare.errors,
            "msmv: out/slides.csv: without a picture: 2 of 2 cases with a class; --root names the "
            "folder that the pictures lie in\n");
  EXPECT_EQ(read_file(folder_ / "r.html").find("src=\"data:image"), std::string::npos);
}

TEST_F(Slides, ShardsOfASlurmArrayAreMerged) {
  EXPECT_EQ(finished(folder_.path(), slides("in", "whole")).code, 0);
  for (const char* task : {"3", "5"}) {
    const Finished run = finished(folder_.path(), slides("in", "out"), [task] {
      setenv("SLURM_ARRAY_TASK_ID", task, 1);
      setenv("SLURM_ARRAY_TASK_COUNT", "2", 1);
      setenv("SLURM_ARRAY_TASK_MIN", "3", 1);
      setenv("SLURM_ARRAY_TASK_STEP", "2", 1);
    });
    EXPECT_EQ(run.code, 0) << run.errors;
  }
  EXPECT_TRUE(std::filesystem::exists(folder_ / "out/slides.2-of-2.csv"));
  const Finished merged = finished(folder_.path(), {"slides", "merge", "out"});
  EXPECT_EQ(merged.code, 0) << merged.errors;
  EXPECT_EQ(merged.output, "2 slides in out/slides.csv\n");
  EXPECT_EQ(read_file(folder_ / "out/slides.csv"), read_file(folder_ / "whole/slides.csv"));
}

TEST_F(Slides, MergedWithAFaultyOneEndWithOne) {
  std::filesystem::create_directory(folder_ / "parts");
  for (const auto& [part, row] : {std::pair("1-of-2", "a.svs,ok\n"), {"2-of-2", "b.svs,error\n"}}) {
    const std::string end = part;
    std::ofstream(folder_ / ("parts/slides." + end + ".csv")) << "slide,status\n" << row;
    std::ofstream(folder_ / ("parts/run_metadata." + end + ".json")) << R"({"run": {}})";
  }
  const Finished merged = finished(folder_.path(), {"slides", "merge", "parts"});
  EXPECT_EQ(merged.code, 1);
  EXPECT_EQ(merged.output, "2 slides in parts/slides.csv\n");
  EXPECT_EQ(merged.errors, "msmv: 1 of 2 slides failed\n");
}

TEST_F(Slides, WrongUsageIsSaid) {
  const Finished no_output = finished(folder_.path(), {"slides", "in"});
  EXPECT_EQ(no_output.code, 2);
  const Finished shard = finished(folder_.path(), slides("in", "out", {"--shard", "3/2"}));
  EXPECT_EQ(shard.code, 2);
  EXPECT_NE(shard.errors.find("3/2 is not K/N with K from 1 to N"), std::string::npos)
      << shard.errors;
  const Finished merged = finished(folder_.path(), {"slides", "merge", "in"});
  EXPECT_EQ(merged.code, 1);
  EXPECT_EQ(merged.errors, "msmv: in: holds no table of a shard, slides.K-of-N.csv\n");
}

TEST_F(Slides, ClassifySaysThatItIsGivenOne) {
  const Finished run = finished(folder_.path(), {"classify", "in/slide_2.tif", "--model",
                                                 "m.safetensors", "--output", "c.csv"});
  EXPECT_EQ(run.code, 0) << run.errors;
  EXPECT_NE(read_file(folder_ / "c.csv")
                .find("a whole slide (pyramid): msmv slides classifies all of its tissue"),
            std::string::npos);
}

// MSMV_KILLS says how often; tools/kill.sh asks for more.
TEST_F(Slides, KilledAnywhereGoOnToTheSameBytes) {
  model::write(folder_ / "m.safetensors", testing::random_model(testing::quick_config(), 3));
  const std::vector<std::string> more = {"--features", "--review", "1"};
  const auto begin = Clock::now();
  const Finished whole = finished(folder_.path(), slides("in", "whole", more));
  ASSERT_EQ(whole.code, 0) << whole.errors;
  const double whole_s = std::chrono::duration<double>(Clock::now() - begin).count();
  const auto wanted = contents_of("whole");
  auto arguments = slides("in", "out", more);
  arguments.emplace_back("--resume");
  const char* text = std::getenv("MSMV_KILLS");
  const int kills = text == nullptr ? 50 : std::atoi(text);
  std::mt19937 chance(1);
  int killed = 0, finished_runs = 0;
  while (killed < kills) {
    const pid_t child = testing::start(folder_.path(), arguments);
    std::this_thread::sleep_for(
        std::chrono::duration<double>(whole_s * std::uniform_real_distribution<>(0.1, 1)(chance)));
    kill(child, SIGKILL);
    const int code = testing::wait_for(child);
    ASSERT_TRUE(code == 0 || code == 128 + SIGKILL) << read_file(folder_ / "stderr.txt");
    killed += code != 0 ? 1 : 0;
    if (code == 0) {  // also after one that was killed when its table was there, its journal still
      EXPECT_EQ(contents_of("out"), wanted);
      std::filesystem::remove_all(folder_ / "out");
      ++finished_runs;
    }
  }
  const Finished last = finished(folder_.path(), arguments);
  EXPECT_EQ(last.code, 0) << last.errors;
  EXPECT_EQ(contents_of("out"), wanted);
  std::printf("killed %d times, came to its end %d times\n", killed, finished_runs + 1);
}

TEST_F(Slides, StopWithinASecondOfAnInterrupt) {
  const pid_t child = testing::start(folder_.path(), slides("in", "out", {"--overlap", "0.9"}));
  // Loading the model takes its time, on a busy machine.
  for (int i = 0; i < 600 && !std::filesystem::exists(folder_ / "out/slides.csv.partial"); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  const auto asked = Clock::now();
  kill(child, SIGINT);
  EXPECT_EQ(testing::wait_for(child), 1) << read_file(folder_ / "stderr.txt");
  EXPECT_LT(std::chrono::duration<double>(Clock::now() - asked).count(), 5);  // machines are busy
  EXPECT_TRUE(read_file(folder_ / "stderr.txt").ends_with("--resume continues it\n"))
      << read_file(folder_ / "stderr.txt");
}

}  // namespace
}  // namespace msmv::app
