#include "msmv/runs/classify_slides.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <opencv2/core.hpp>
#include <regex>

#include "classify/small_slide.h"
#include "msmv/dataset/slide_list.h"
#include "msmv/files/csv.h"
#include "msmv/image/write.h"
#include "msmv/report/slide_merge.h"
#include "msmv/slide/feature_file.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::runs {
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

class ClassifyingSlides : public ::testing::Test {
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

  static ClassifySlides options(const std::string& output) {
    return {.output = *folder_ / output, .writes_features = true, .review = 1};
  }
  static Ended run(const ClassifySlides& options, const Watch& watch = {}) {
    return classify_slides(slides_, *model_, options, watch);
  }

  static inline TemporaryFolder* folder_;
  static inline Model* model_;
  static inline std::vector<dataset::Sample> slides_;
};

TEST_F(ClassifyingSlides, GivesARowToEachSlide) {
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

TEST_F(ClassifyingSlides, TellsFailuresAndProgress) {
  std::vector<std::string> said;
  std::vector<Step> shown;
  const Ended ended =
      run(options("told"), {.stop = {},
                            .show = [&](const Step& step) { shown.push_back(step); },
                            .say = [&](const std::string& line) { said.push_back(line); }});
  EXPECT_TRUE(ended.is_complete());
  EXPECT_EQ(ended.failed, 1U);
  EXPECT_EQ(ended.done, 4U);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_TRUE(said[0].starts_with((*folder_ / "in/broken.svs").string() + ": ")) << said[0];
  ASSERT_GT(shown.size(), 20U);
  EXPECT_EQ(shown.front().done, 0);
  EXPECT_TRUE(shown.front().note.starts_with("a.tif 0/")) << shown.front().note;
  EXPECT_NE(shown[3].note.find(" tiles/s, this slide ETA 0:"), std::string::npos) << shown[3].note;
  EXPECT_EQ(shown.back().done, 4);
  EXPECT_EQ(shown.back().of, 4);
  EXPECT_EQ(shown.back().skipped, 0);
  EXPECT_EQ(contents_of(*folder_ / "told"), contents_of(*folder_ / "whole"));
}

TEST_F(ClassifyingSlides, SayWhichHasNoAnswerAndCountItNoFailure) {
  const auto blank = *folder_ / "blank.png";
  image::write(blank, RgbImage{cv::Mat(1000, 1000, CV_8UC3, cv::Scalar::all(245))});
  std::istringstream nothing;
  const auto slides = dataset::list_slides(std::vector<std::string>{blank.string()}, nothing);
  ClassifySlides of_blank = options("blank");
  of_blank.slide.pixel_size.given = PixelSize{0.42, 0.42};
  std::vector<std::string> said;
  const Ended ended = classify_slides(
      slides, *model_, of_blank, {.say = [&](const std::string& line) { said.push_back(line); }});
  EXPECT_EQ(ended.failed, 0U);
  EXPECT_EQ(said, (std::vector<std::string>{blank.string() +
                                            ": has no answer, no_tissue: no tissue was found"}));
}

TEST_F(ClassifyingSlides, ResumesToTheSameBytes) {
  ClassifySlides resumed = options("resumed");
  resumed.resume = true;
  for (const std::size_t stop_at : {3U, 17U, 30U}) {
    std::size_t asked = 0;
    const Ended ended = run(resumed, {.stop = [&] { return ++asked > stop_at; }});
    EXPECT_FALSE(ended.is_complete());
    EXPECT_FALSE(std::filesystem::exists(*folder_ / "resumed/slides.csv"));
  }
  EXPECT_TRUE(run(resumed).is_complete());
  EXPECT_EQ(contents_of(*folder_ / "resumed"), contents_of(*folder_ / "whole"));
}

TEST_F(ClassifyingSlides, TrustsNoFileThatIsNotWhatWasWritten) {
  ClassifySlides resumed = options("changed");
  resumed.resume = true;
  // Stopped in the third slide.
  std::size_t done = 0;
  run(resumed, {.stop = [&] { return done >= 2; },
                .show = [&](const Step& at) { done = static_cast<std::size_t>(at.done); }});
  std::ofstream(*folder_ / "changed/model-outputs-csv/b.csv") << "changed";
  std::filesystem::remove(*folder_ / "changed/heatmaps/b.png");
  EXPECT_TRUE(run(resumed).is_complete());
  EXPECT_EQ(contents_of(*folder_ / "changed"), contents_of(*folder_ / "whole"));
}

TEST_F(ClassifyingSlides, RefusesToGoOnWithOtherSettings) {
  ClassifySlides other = options("settings");
  std::size_t done = 0;
  run(other, {.stop = [&] { return done >= 1; },
              .show = [&](const Step& at) { done = static_cast<std::size_t>(at.done); }});
  EXPECT_THROW(run(other), InputError);  // without it nothing is thrown away
  other.resume = true;
  other.slide.overlap = 0.5;
  EXPECT_THROW(run(other), InputError);
}

TEST_F(ClassifyingSlides, ACompleteRunIsTrustedOnlyAsItIs) {
  ClassifySlides resumed = options("whole");
  resumed.resume = true;
  std::string said;
  const Ended ended = run(resumed, {.say = [&](const std::string& line) { said += line; }});
  EXPECT_TRUE(ended.is_complete());
  EXPECT_EQ(ended.failed, 1U);
  EXPECT_EQ(said, (*folder_ / "whole/slides.csv").string() +
                      ": is complete already; --retry-faulty tries its faulty rows again");
  resumed.slide.least_tissue = 0.5;
  EXPECT_THROW(run(resumed), InputError);
}

// Slides of a folder of their own, one of which is cut short at first.
class RetryingSlides : public ClassifyingSlides {
 protected:
  RetryingSlides() {
    const std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    in_ = *folder_ / (name + "_in");
    std::filesystem::copy(*folder_ / "in", in_, std::filesystem::copy_options::recursive);
    std::filesystem::remove(in_ / "broken.svs");
    write_cut(in_ / "b.tif");
    std::istringstream nothing;
    list_ = dataset::list_slides(std::vector<std::string>{in_.string()}, nothing);
    retried_ = options(name);
    first_ = classify_slides(list_, *model_, retried_, {});
    retried_.retry_faulty = true;
  }

  static void write_cut(const std::filesystem::path& path) {
    const std::string whole = read_file(path);
    std::ofstream(path, std::ios::binary) << whole.substr(0, whole.size() / 3);
  }
  void mend() const {
    std::filesystem::copy_file(*folder_ / "in/b.tif", in_ / "b.tif",
                               std::filesystem::copy_options::overwrite_existing);
  }
  // Retries; which slides were classified then, and the rest of them not.
  std::vector<std::string> retry(const std::function<bool()>& stop = {}) {
    std::vector<std::string> worked_on;
    ended_ =
        classify_slides(list_, *model_, retried_,
                        {.stop = stop, .show = [&](const Step& step) {
                           const std::string slide = step.note.substr(0, step.note.find(' '));
                           if (!slide.empty() && (worked_on.empty() || worked_on.back() != slide)) {
                             worked_on.push_back(slide);
                           }
                         }});
    return worked_on;
  }
  // What an undisturbed run over the slides as they are now writes.
  std::map<std::string, std::string> anew() const {
    ClassifySlides other = retried_;
    other.output += "_anew";
    other.retry_faulty = false;
    classify_slides(list_, *model_, other, {});
    return contents_of(other.output);
  }

  std::filesystem::path in_;
  std::vector<dataset::Sample> list_;
  ClassifySlides retried_;
  Ended first_, ended_;
};

TEST_F(RetryingSlides, TriesTheFaultyOnesAloneAndGivesTheBytesOfAnUndisturbedRun) {
  EXPECT_EQ(first_.failed, 1U);
  mend();
  EXPECT_EQ(retry(), std::vector<std::string>{"b.tif"});
  EXPECT_EQ(ended_.failed, 0U);
  EXPECT_EQ(ended_.done, 3U);
  const auto wanted = anew();
  EXPECT_EQ(contents_of(retried_.output), wanted);
  // Of what it wrote itself, too, and with nothing left to mend.
  EXPECT_TRUE(retry().empty());
  EXPECT_EQ(contents_of(retried_.output), wanted);
}

TEST_F(RetryingSlides, KeepsTheFaultOfASlideThatIsNotMended) {
  const auto before = contents_of(retried_.output);
  retry();
  EXPECT_EQ(ended_.failed, 1U);
  EXPECT_EQ(contents_of(retried_.output), before);
}

TEST_F(RetryingSlides, TrustsNoRowWhoseSlideFilesOrTextChanged) {
  mend();
  for (const auto& entry : std::filesystem::directory_iterator(retried_.output / "heatmaps")) {
    std::ofstream(entry.path(), std::ios::app) << "changed";
  }
  EXPECT_EQ(retry(), (std::vector<std::string>{"a.tif", "b.tif", "a.tif"}));
  const auto wanted = anew();
  EXPECT_EQ(contents_of(retried_.output), wanted);

  testing::write_small_slide(in_ / "b.tif", 9);
  EXPECT_EQ(retry(), std::vector<std::string>{"b.tif"});
  const auto wanted_now = anew();
  EXPECT_NE(wanted_now, wanted);
  EXPECT_EQ(contents_of(retried_.output), wanted_now);

  const std::string table = read_file(retried_.output / "slides.csv");
  std::ofstream(retried_.output / "slides.csv") << std::regex_replace(
      table, std::regex(",ok,"), ",unfit,", std::regex_constants::format_first_only);
  EXPECT_EQ(retry(), std::vector<std::string>{"a.tif"});
  EXPECT_EQ(contents_of(retried_.output), wanted_now);
}

TEST_F(RetryingSlides, StoppedGoesOnAndLosesNoRow) {
  mend();
  const std::string before = read_file(retried_.output / "slides.csv");
  std::size_t asked = 0;
  retry([&] { return ++asked > 4; });
  EXPECT_FALSE(ended_.is_complete());
  EXPECT_EQ(read_file(retried_.output / "slides.csv"), before) << "replaced at the end alone";
  EXPECT_THROW(retry(), InputError);  // nothing is thrown away
  retried_.resume = true;
  EXPECT_EQ(retry(), std::vector<std::string>{"b.tif"});
  EXPECT_TRUE(ended_.is_complete());
  const auto wanted = anew();
  EXPECT_EQ(contents_of(retried_.output), wanted);
  EXPECT_TRUE(retry().empty()) << "with both, a finished run is looked through again";
}

TEST_F(RetryingSlides, OfOtherSettingsOrWithoutItsFactsIsRefused) {
  retried_.slide.overlap = 0.5;
  try {
    retry();
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(error.fault().find("(overlap 0.0 there, 0.5 here)"), std::string::npos)
        << error.fault();
  }
  retried_.slide.overlap = 0;
  std::filesystem::remove(retried_.output / "run_metadata.json");
  EXPECT_THROW(retry(), InputError);
  EXPECT_FALSE(std::filesystem::exists(retried_.output / "slides.csv.partial"));
}

TEST_F(RetryingSlides, GoesShardByShard) {
  ClassifySlides shards = retried_;
  shards.output += "_shards";
  for (const bool is_mended : {false, true}) {
    if (is_mended) {
      mend();
    }
    for (const std::size_t index : {0U, 1U}) {
      shards.shard = {index, 2};
      EXPECT_EQ(classify_slides(list_, *model_, shards, {}).failed,
                index == 1 && !is_mended ? 1U : 0U);
    }
    EXPECT_EQ(report::merge_slides(shards.output).rows, 3U);
  }
  EXPECT_EQ(read_file(shards.output / "slides.csv"), anew().at("slides.csv"));
  shards.shard = {};
  EXPECT_THROW(classify_slides(list_, *model_, shards, {}), InputError);
}

TEST_F(ClassifyingSlides, ShardsJoinToTheSameTable) {
  ClassifySlides shard = options("shards");
  for (const std::size_t index : {2U, 0U}) {
    shard.shard = {index, 3};
    EXPECT_TRUE(run(shard).is_complete());
  }
  EXPECT_THROW(report::merge_slides(*folder_ / "shards"), InputError);
  shard.shard = {1, 3};
  EXPECT_EQ(run(shard).items, 1U);
  EXPECT_EQ(report::merge_slides(*folder_ / "shards").rows, 4U);
  auto contents = contents_of(*folder_ / "shards");
  std::erase_if(contents, [](const auto& file) { return file.first.starts_with("slides."); });
  auto whole = contents_of(*folder_ / "whole");
  EXPECT_EQ(read_file(*folder_ / "shards/slides.csv"), whole.at("slides.csv"));
  whole.erase("slides.csv");
  EXPECT_EQ(contents, whole);
}

TEST_F(ClassifyingSlides, TakesTheTilesOfAnEarlierRun) {
  ClassifySlides given = options("given");
  given.tiles = *folder_ / "whole/features";
  classify_slides({slides_[1]}, *model_, given, {});
  EXPECT_EQ(read_file(*folder_ / "given/model-outputs-csv/b.csv"),
            read_file(*folder_ / "whole/model-outputs-csv/b.csv"));
}

TEST_F(ClassifyingSlides, NamesTheFileOfTilesThatIsAtFault) {
  ClassifySlides given = options("wrong_tiles");
  given.tiles = *folder_ / "wrong_tiles.csv";
  std::ofstream(given.tiles) << "x,y\n1,2\nleft,4\n";
  std::string said;
  const Ended ended = classify_slides({slides_[1]}, *model_, given,
                                      {.say = [&](const std::string& line) { said += line; }});
  EXPECT_EQ(ended.failed, 1U);
  EXPECT_NE(said.find("has no tiles: " + given.tiles.string()), std::string::npos) << said;
}

}  // namespace
}  // namespace msmv::runs
