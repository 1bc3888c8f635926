#include "msmv/report/evaluation_files.h"

#include <map>

#include "msmv/values/errors.h"
#include "report/example_predictions.h"
#include "temporary_folder.h"

namespace msmv::report {
namespace {

using msmv::testing::TemporaryFolder;

std::map<std::string, std::string> files_in(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files[entry.path().filename().string()] = msmv::testing::read_file(entry.path());
  }
  return files;
}

TEST(EvaluationFiles, AreAllThereAndTheSameEachTime) {
  TemporaryFolder folder;
  const auto given = testing::example();
  const Evaluation evaluation = evaluate(given.selection, given.predictions, {});
  write_evaluation(folder / "new/one", evaluation);
  write_evaluation(folder / "two", evaluation);
  const auto files = files_in(folder / "new/one");
  std::vector<std::string> names;
  for (const auto& [name, content] : files) {
    names.push_back(name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"class_bars.png", "class_bars.svg", "confusion.png",
                                             "confusion.svg", "evaluation.json", "evaluation.md",
                                             "images.csv", "reliability.png", "reliability.svg"}));
  EXPECT_TRUE(files == files_in(folder / "two"));
}

TEST(EvaluationFiles, ImagesAreARowEach) {
  TemporaryFolder folder;
  const auto given = testing::example();
  write_evaluation(folder.path(), evaluate(given.selection, given.predictions, {}));
  const std::string table = msmv::testing::read_file(folder / "images.csv");
  EXPECT_TRUE(
      table.starts_with("file,true,named,right,confidence,prob_A,prob_B,votes_A,votes_B,message\n"
                        "a1.png,A,A,yes,0.9,0.9,0.100000024,4,0,\n"));
  EXPECT_NE(table.find("b2.png,B,,no,,,,,,is truncated\n"), std::string::npos);
}

TEST(EvaluationFiles, PicturesOfAnEarlierEvaluationDoNotStay) {
  TemporaryFolder folder;
  auto given = testing::example();
  std::ofstream(folder / "reliability.png") << "old";
  for (Prediction& prediction : given.predictions.predictions) {
    prediction.diagnosis.scores.clear();
  }
  write_evaluation(folder.path(), evaluate(given.selection, given.predictions, {}));
  EXPECT_FALSE(std::filesystem::exists(folder / "reliability.png"));
}

TEST(EvaluationFiles, NamesAFolderThatCannotBeMade) {
  TemporaryFolder folder;
  std::ofstream(folder / "file") << "x";
  const auto given = testing::example();
  EXPECT_THROW(
      write_evaluation(folder / "file/below", evaluate(given.selection, given.predictions, {})),
      OutputError);
}

}  // namespace
}  // namespace msmv::report
