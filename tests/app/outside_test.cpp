// What outsiders' data sets bring: other class names, the same picture in another format, patients
// and files written in several ways. Each must be said before any work, or done rightly.

#include <sys/stat.h>

#include <algorithm>
#include <opencv2/imgcodecs.hpp>

#include "app/in_child.h"

namespace msmv::app {
namespace {

using testing::Finished;
using testing::finished;
using testing::read_file;

class Outside : public testing::SmallWork {
 protected:
  Finished run(const std::vector<std::string>& arguments) const {
    return finished(folder_.path(), arguments);
  }

  void write(const std::string& path, const std::string& text) const {
    std::ofstream(folder_ / path) << text;
  }

  // Evaluation of the model on a manifest of these rows.
  Finished evaluated(const std::string& rows, const std::vector<std::string>& more = {}) const {
    write("m.csv", "file,class\n" + rows);
    std::vector<std::string> arguments = {"evaluate",      "--data",   "m.csv", "--model",
                                          "m.safetensors", "--output", "e"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }

  static std::string row(int picture_number, const std::string& rest) {
    return picture(picture_number) + "," + rest + "\n";
  }

  // The settings of SmallWork's model for a network of its own.
  std::vector<std::string> train_anew(const std::string& data) const {
    return {"train",
            "--data",
            data,
            "--encoders",
            "m.safetensors",
            "--output",
            "anew",
            "--set",
            "training.epochs=1",
            "--set",
            "training.regions_per_view=1"};
  }
};

TEST_F(Outside, ClassesThatTheModelLacksAreNamedBeforeAnyWork) {
  const std::string known = "; the classes are Normal, Benign, InSitu, Invasive: --map ";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {row(0, "benign") + row(1, "malignant") + row(2, "malignant"),
       "unknown class \"malignant\" (2 images)" + known + "malignant=CLASS says which are meant"},
      {row(0, "gutartig") + row(1, "b\u00f6sartig"),
       "unknown classes \"b\u00f6sartig\" (1 image), \"gutartig\" (1 image)" + known +
           "b\u00f6sartig=CLASS,gutartig=CLASS says which are meant"},
      {row(0, "0") + row(1, "3"), "unknown classes \"0\" (1 image), \"3\" (1 image)" + known +
                                      "0=CLASS,3=CLASS says which are meant"},
      {row(0, "Bening") + row(1, "InSitu"),
       "unknown class \"Bening\" (1 image; did you mean \"Benign\"?)" + known +
           "Bening=CLASS says which are meant"}};
  for (const auto& [rows, fault] : cases) {
    const Finished refused = evaluated(rows);
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.errors, "msmv: m.csv: " + fault + "\n");
    EXPECT_FALSE(std::filesystem::exists(folder_ / "e"));
  }
}

TEST_F(Outside, ClassesAreMapped) {
  const Finished judged = evaluated(row(0, "benign") + row(1, "Malignant"),
                                    {"--map", "benign=Benign,malignant=Invasive"});
  EXPECT_EQ(judged.code, 0) << judged.errors;
  EXPECT_NE(read_file(folder_ / "e/images.csv").find("in/phantom_1.tif,Invasive,"),
            std::string::npos);
  const Finished wrong = evaluated(row(0, "benign"), {"--map", "benign"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_NE(wrong.errors.find("wanted NAME=CLASS"), std::string::npos) << wrong.errors;
}

TEST_F(Outside, FaultyPicturesAreLeftOutWhenAsked) {
  write("broken.tif", "no picture");
  const std::string rows = row(0, "Normal") + row(1, "Benign") + "broken.tif,Benign\n";
  const Finished refused = evaluated(rows);
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.errors.find("msmv: broken.tif: is no image"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "e"));
  const Finished judged = evaluated(rows, {"--skip-faulty"});
  EXPECT_EQ(judged.code, 0) << judged.errors;
  EXPECT_NE(judged.output.find(" of 2 right"), std::string::npos) << judged.output;
}

TEST_F(Outside, PicturesOfTheTrainingAreKnownInEveryFormat) {
  auto training = train("run");
  training.insert(training.end(), {"--set", "training.keep_best=none"});
  ASSERT_EQ(run(training).code, 0);
  const cv::Mat pixels = cv::imread((folder_ / picture(0)).string());
  cv::imwrite((folder_ / "same.png").string(), pixels);
  cv::imwrite((folder_ / "near.jpg").string(), pixels, {cv::IMWRITE_JPEG_QUALITY, 80});
  const auto said = [&](const std::string& file) {
    write("m.csv", "file,class\n" + file + ",Normal\n" + picture(5) + ",Benign\n");
    const Finished judged = run({"evaluate", "--data", "m.csv", "--model", "run/model.safetensors",
                                 "--mpp", "0.42", "--output", "e"});
    EXPECT_EQ(judged.code, 0) << judged.errors;
    return judged.output;
  };
  const std::string learnt = "the model was trained on 1 of these 2 images";
  EXPECT_NE(said(picture(1)).find(learnt + ":"), std::string::npos);
  EXPECT_NE(said("same.png").find(learnt + " (1 saved in another format):"), std::string::npos);
  EXPECT_NE(said("near.jpg").find(learnt + " (1 as near copies, through JPEG or resized):"),
            std::string::npos);
  // And of predictions, whose model is named.
  write("p.csv", "file,class\nnear.jpg,Normal\n" + picture(5) + ",Benign\n");
  const Finished compared =
      run({"compare", "p.csv", "p.csv", "--data", "m.csv", "--seen-by", "run/model.safetensors"});
  EXPECT_NE(compared.output.find("run/model.safetensors: " + learnt), std::string::npos)
      << compared.output << compared.errors;
}

TEST_F(Outside, CopiesInAnotherFormatAreFaultsOfADataSet) {
  cv::imwrite((folder_ / "in/same.png").string(), cv::imread((folder_ / picture(0)).string()));
  std::ofstream(folder_ / "in/manifest.csv", std::ios::app) << "same.png,Normal,val\n";
  const Finished refused = run(train("run"));
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.errors.find("msmv: in/same.png: has the same pixels as in/phantom_0.tif\n"),
            std::string::npos)
      << refused.errors;
}

TEST_F(Outside, PatientsAreOneHoweverTheyAreWritten) {
  for (const std::string second : {"P0 ", "p0", "P0\u00a0"}) {
    write("m.csv", "file,class,patient,split\n" + row(0, "Normal,P0,train") +
                       row(1, "Benign,P1,train") + row(2, "Normal," + second + ",val") +
                       row(3, "Benign,P2,val"));
    auto training = train("run");
    *(std::ranges::find(training, "--data") + 1) = "m.csv";
    const Finished trained = run(training);
    EXPECT_NE(trained.errors.find("NOT by patient: images of 1 patient are in several parts"),
              std::string::npos)
        << trained.errors;
    EXPECT_NE(trained.errors.find("m.csv: 1 patient written in more than one way"),
              std::string::npos)
        << trained.errors;
    std::filesystem::remove_all(folder_ / "run");
  }
  write("m.csv", "file,class,patient,split\n" + row(0, "Normal,NA,train") +
                     row(1, "Benign,P1,train") + row(2, "Normal,unknown,val") +
                     row(3, "Benign,-,val"));
  auto training = train("run");
  *(std::ranges::find(training, "--data") + 1) = "m.csv";
  const Finished trained = run(training);
  EXPECT_NE(trained.errors.find("patients unknown for 3 of 4 images"), std::string::npos)
      << trained.errors;
}

TEST_F(Outside, TrainingTakesItsClassesFromTheData) {
  write("m.csv", "file,class,split\n" + row(0, "benign,train") + row(1, "malignant,train") +
                     row(2, "benign,val") + row(3, "malignant,val"));
  const Finished trained = run(train_anew("m.csv"));
  EXPECT_EQ(trained.code, 0) << trained.errors;
  const Finished shown = run({"model", "show", "anew/model.safetensors"});
  EXPECT_NE(shown.output.find("benign, malignant"), std::string::npos) << shown.output;
}

TEST_F(Outside, AClassWithoutAnImageToLearnFromIsRefused) {
  write("m.csv", "file,class,split\n" + row(0, "Normal,val") + row(1, "Benign,train") +
                     row(2, "InSitu,train") + row(3, "Invasive,train"));
  const Finished refused = run(train_anew("m.csv"));
  EXPECT_EQ(refused.code, 1);
  EXPECT_TRUE(
      refused.errors.ends_with("msmv: m.csv: class Normal has no image to learn from "
                               "(--classes leaves a class out)\n"))
      << refused.errors;
}

TEST_F(Outside, FilesOfOtherEndingsAreReadOrCounted) {
  std::filesystem::create_directories(folder_ / "p/@eaDir");
  const cv::Mat pixels = cv::imread((folder_ / picture(0)).string());
  cv::imwrite((folder_ / "p/a.jpg").string(), pixels);
  std::filesystem::rename(folder_ / "p/a.jpg", folder_ / "p/a.jfif");
  cv::imwrite((folder_ / "p/b.png").string(), pixels);
  std::filesystem::rename(folder_ / "p/b.png", folder_ / "p/b");
  cv::imwrite((folder_ / "p/@eaDir/thumb.jpg").string(), pixels);
  write("p/c.webp", "RIFF....WEBP");
  write("p/d.ndpi", "II*");
  write("p/notes.txt", "no picture");
  const Finished result =
      run({"classify", "p", "--mpp", "0.42", "--model", "m.safetensors", "--output", "c.csv"});
  EXPECT_EQ(result.code, 0) << result.errors;
  EXPECT_NE(
      result.errors.find("msmv: p: 2 files passed over, no pictures that msmv reads: 1 .ndpi, "
                         "1 .webp\n"),
      std::string::npos)
      << result.errors;
  const std::string table = read_file(folder_ / "c.csv");
  EXPECT_EQ(std::ranges::count(table, '\n'), 3) << table;
}

TEST_F(Outside, PagesThatWereNotReadAndPipesAreSaid) {
  std::filesystem::create_directory(folder_ / "p");
  const cv::Mat pixels = cv::imread((folder_ / picture(0)).string());
  cv::imwrite((folder_ / "p/a.tif").string(), std::vector<cv::Mat>{pixels, pixels, pixels});
  ASSERT_EQ(mkfifo((folder_ / "p/b.tif").c_str(), 0600), 0);
  for (const std::string what : {"p", "p/b.tif"}) {
    const Finished result =
        run({"classify", what, "--mpp", "0.42", "--model", "m.safetensors", "--output", "c.csv"});
    EXPECT_EQ(result.code, 1);
    EXPECT_NE(result.errors.find("msmv: p/b.tif: is no regular file: expected an image file\n"),
              std::string::npos)
        << result.errors;
    const bool is_folder = what == "p";
    EXPECT_EQ(
        read_file(folder_ / "c.csv").find("the first of 3 pages was read") != std::string::npos,
        is_folder);
    std::filesystem::remove(folder_ / "c.csv");
  }
}

TEST_F(Outside, FaultyRowsOfAFinishedTableAreTriedAgain) {
  std::filesystem::remove(folder_ / "in/manifest.csv");
  const std::string whole = read_file(folder_ / picture(3));
  write(picture(3), "not copied yet");
  auto command = classify("c.csv");
  ASSERT_EQ(run(command).code, 1);
  auto resumed = command;
  resumed.emplace_back("--resume");
  EXPECT_EQ(run(resumed).errors,
            "msmv: c.csv: is complete already; --retry-faulty tries its faulty rows again\n");
  write(picture(3), whole);
  command.emplace_back("--retry-faulty");
  const Finished again = run(command);
  EXPECT_EQ(again.code, 0) << again.errors;
  const std::string table = read_file(folder_ / "c.csv");
  EXPECT_EQ(table.find(",error,"), std::string::npos) << table;
  ASSERT_EQ(run(classify("anew.csv")).code, 0);
  EXPECT_EQ(table, read_file(folder_ / "anew.csv"));
}

TEST_F(Outside, AFinishedRunNamesTheWayToMoreEpochs) {
  ASSERT_EQ(run(train("run")).code, 0);
  auto longer = train("run");
  longer.insert(longer.end(), {"--set", "training.epochs=9", "--resume"});
  const Finished refused = run(longer);
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(refused.errors,
            "msmv: run: holds a run with other settings (epochs 6, here 9): the same ones resume "
            "it; to train its model on, for more epochs or with other settings, give --model "
            "run/model.safetensors and another --output\n");
}

}  // namespace
}  // namespace msmv::app
