#include "msmv/experiments/results_files.h"

#include <gtest/gtest.h>

#include <fstream>

#include "experiments/some_results.h"
#include "msmv/report/prediction_csv.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::experiments {
namespace {

TEST(ResultsFiles, AreAllThereAndOldFiguresGone) {
  const testing::TemporaryFolder folder;
  const auto out = folder / "out";
  std::filesystem::create_directories(out / "figures");
  std::ofstream(out / "figures/old_confusion.svg") << "<svg/>";
  std::ofstream(out / "figures/old_confusion.txt") << "somebody's";
  std::filesystem::create_directories(out / "figures/mine_confusion.svg");
  std::ofstream(out / "figures/photo.png") << "somebody's";
  write_results(out, some_results());
  for (const char* name :
       {"results.md", "results.tex", "results.csv", "results.html", "figures/overview.svg",
        "figures/first_confusion.svg", "figures/second_class_bars.png", "predictions/first.csv"}) {
    EXPECT_TRUE(std::filesystem::exists(out / name)) << name;
  }
  EXPECT_FALSE(std::filesystem::exists(out / "figures/old_confusion.svg"));
  for (const char* name : {"old_confusion.txt", "mine_confusion.svg", "photo.png"}) {
    EXPECT_TRUE(std::filesystem::exists(out / "figures" / name)) << name;
  }
  EXPECT_FALSE(std::filesystem::exists(out / "figures/third_confusion.svg")) << "it has no figures";
  const std::string page = testing::read_file(out / "results.html");
  EXPECT_EQ(page.find("PHN2Zy8+"), std::string::npos);
  EXPECT_NE(page.find("alt=\"accuracies of all rows\""), std::string::npos);
}

// What a temperature is fitted on: each fold's answers on the images that it did not learn from.
TEST(ResultsFiles, KeepThePredictionsOfTheFolds) {
  const testing::TemporaryFolder folder;
  write_results(folder / "out", some_results());
  const auto table = report::read_predictions(folder / "out/predictions/first.csv", {});
  ASSERT_EQ(table.predictions.size(), 4U);
  EXPECT_EQ(table.classes, (ClassNames{"one", "other"}));
  EXPECT_EQ(table.predictions[1].file, "1.png");
  EXPECT_EQ(table.predictions[1].model, "first/fold_1");
  EXPECT_EQ(table.predictions[1].diagnosis.label, 1U);
  EXPECT_FLOAT_EQ(table.predictions[1].diagnosis.scores[1], 0.8F);
  EXPECT_FALSE(std::filesystem::exists(folder / "out/predictions/third.csv"));
}

TEST(ResultsFiles, SayWhereTheyCannotBeWritten) {
  const testing::TemporaryFolder folder;
  std::ofstream(folder / "file") << "no folder";
  EXPECT_THROW(write_results(folder / "file", some_results()), OutputError);
}

}  // namespace
}  // namespace msmv::experiments
