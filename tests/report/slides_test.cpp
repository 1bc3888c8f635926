#include "msmv/report/slides.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "classify/small_slide.h"
#include "msmv/dataset/slide_list.h"
#include "msmv/files/csv.h"
#include "msmv/report/slide_merge.h"
#include "msmv/slide/feature_file.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::report {
namespace {

using testing::read_file;
using testing::TemporaryFolder;

// Of every file below a folder, but for what may differ between two runs.
std::map<std::string, std::string> contents_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> contents;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder).string();
    if (entry.is_regular_file() && !name.starts_with("run_metadata")) {
      contents[name] = read_file(entry.path());
    }
  }
  return contents;
}

class RunSlides : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    std::filesystem::create_directories(*folder_ / "in/more");
    testing::write_small_slide(*folder_ / "in/a.tif", 2);
    testing::write_small_slide(*folder_ / "in/b.tif", 3);
    testing::write_small_slide(*folder_ / "in/more/a.tif", 4);
    std::ofstream(*folder_ / "in/broken.svs") << "no slide";
    model::write(*folder_ / "m.safetensors", testing::small_slide_model());
    model_ = new Model(load_model(*folder_ / "m.safetensors", {}));
    std::istringstream nothing;
    slides_ = dataset::list_slides(std::vector<std::string>{(*folder_ / "in").string()}, nothing);
    run(options("whole"));
  }
  static void TearDownTestSuite() {
    delete model_;
    delete folder_;
  }

  static SlidesOptions options(const std::string& output) {
    return {.output = *folder_ / output, .writes_features = true, .review = 1, .build = "test"};
  }
  static SlidesOutcome run(const SlidesOptions& options, const SlidesWatch& watch = {}) {
    return run_slides(slides_, *model_, options, watch);
  }

  static inline TemporaryFolder* folder_;
  static inline Model* model_;
  static inline std::vector<dataset::Sample> slides_;
};

TEST_F(RunSlides, GivesARowToEachSlide) {
  const files::CsvTable table = files::read_csv_table(*folder_ / "whole/slides.csv");
  ASSERT_EQ(table.rows.size(), 4U);
  const auto field = [&](std::size_t row, const char* column) {
    return table.rows[row].fields[table.at(column)];
  };
  EXPECT_EQ(field(0, "status"), "ok");
  EXPECT_EQ(field(2, "status"), "error");
  EXPECT_TRUE(field(2, "slide").ends_with("broken.svs"));
  EXPECT_NE(field(0, "name"), field(3, "name"));  // two of one name keep apart
  for (const std::size_t row : {0U, 1U, 3U}) {
    const std::string name = field(row, "name");
    const auto tiles =
        files::read_csv_table(*folder_ / ("whole/model-outputs-csv/" + name + ".csv"));
    EXPECT_EQ(std::to_string(tiles.rows.size()), field(row, "tiles"));
    EXPECT_EQ(slide::read_tile_corners(*folder_ / ("whole/features/" + name + ".h5")).size(),
              tiles.rows.size());
  }
}

TEST_F(RunSlides, TellsFailuresAndProgress) {
  std::vector<std::string> said;
  std::size_t shown = 0;
  const SlidesOutcome outcome =
      run(options("told"),
          {.stop = {},
           .show =
               [&](const SlidesProgress& at) {
                 ++shown;
                 EXPECT_LE(at.tiles_done, at.tiles);
               },
           .say = [&](const std::filesystem::path& path,
                      const std::string&) { said.push_back(path.filename().string()); }});
  EXPECT_TRUE(outcome.is_complete);
  EXPECT_EQ(outcome.failed, 1U);
  EXPECT_EQ(outcome.done, 4U);
  EXPECT_EQ(said, std::vector<std::string>{"broken.svs"});
  EXPECT_GT(shown, 20U);
  EXPECT_EQ(contents_of(*folder_ / "told"), contents_of(*folder_ / "whole"));
}

TEST_F(RunSlides, ResumesToTheSameBytes) {
  SlidesOptions resumed = options("resumed");
  resumed.resumes = true;
  for (const std::size_t stop_at : {3U, 17U, 30U}) {
    std::size_t asked = 0;
    const SlidesOutcome outcome = run(resumed, {.stop = [&] { return ++asked > stop_at; }});
    EXPECT_FALSE(outcome.is_complete);
    EXPECT_FALSE(std::filesystem::exists(*folder_ / "resumed/slides.csv"));
  }
  EXPECT_TRUE(run(resumed).is_complete);
  EXPECT_EQ(contents_of(*folder_ / "resumed"), contents_of(*folder_ / "whole"));
}

TEST_F(RunSlides, TrustsNoFileThatIsNotWhatWasWritten) {
  SlidesOptions resumed = options("changed");
  resumed.resumes = true;
  // Stopped in the third slide.
  std::size_t done = 0;
  run(resumed, {.stop = [&] { return done >= 2; },
                .show = [&](const SlidesProgress& at) { done = at.slides_done; }});
  std::ofstream(*folder_ / "changed/model-outputs-csv/b.csv") << "changed";
  std::filesystem::remove(*folder_ / "changed/heatmaps/b.png");
  EXPECT_TRUE(run(resumed).is_complete);
  EXPECT_EQ(contents_of(*folder_ / "changed"), contents_of(*folder_ / "whole"));
}

TEST_F(RunSlides, RefusesToGoOnWithOtherSettings) {
  SlidesOptions other = options("settings");
  std::size_t done = 0;
  run(other, {.stop = [&] { return done >= 1; },
              .show = [&](const SlidesProgress& at) { done = at.slides_done; }});
  EXPECT_THROW(run(other), InputError);  // without resumes nothing is thrown away
  other.resumes = true;
  other.slide.overlap = 0.5;
  EXPECT_THROW(run(other), InputError);
}

TEST_F(RunSlides, ACompleteRunIsTrustedOnlyAsItIs) {
  SlidesOptions resumed = options("whole");
  resumed.resumes = true;
  const SlidesOutcome outcome = run(resumed);
  EXPECT_TRUE(outcome.is_complete);
  EXPECT_EQ(outcome.failed, 1U);
  resumed.slide.least_tissue = 0.5;
  EXPECT_THROW(run(resumed), InputError);
}

TEST_F(RunSlides, ShardsJoinToTheSameTable) {
  SlidesOptions shard = options("shards");
  for (const std::size_t index : {2U, 0U}) {
    shard.shard = {index, 3};
    EXPECT_TRUE(run(shard).is_complete);
  }
  EXPECT_THROW(merge_slides(*folder_ / "shards"), InputError);
  shard.shard = {1, 3};
  EXPECT_EQ(run(shard).slides, 1U);
  EXPECT_EQ(merge_slides(*folder_ / "shards"), 4U);
  auto contents = contents_of(*folder_ / "shards");
  std::erase_if(contents, [](const auto& file) { return file.first.starts_with("slides."); });
  auto whole = contents_of(*folder_ / "whole");
  EXPECT_EQ(read_file(*folder_ / "shards/slides.csv"), whole.at("slides.csv"));
  whole.erase("slides.csv");
  EXPECT_EQ(contents, whole);
}

TEST_F(RunSlides, TakesTheTilesOfAnEarlierRun) {
  SlidesOptions given = options("given");
  given.tiles = *folder_ / "whole/features";
  run_slides({slides_[1]}, *model_, given, {});
  EXPECT_EQ(read_file(*folder_ / "given/model-outputs-csv/b.csv"),
            read_file(*folder_ / "whole/model-outputs-csv/b.csv"));
}

}  // namespace
}  // namespace msmv::report
