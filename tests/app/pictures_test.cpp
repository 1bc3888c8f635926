// What every command that takes pictures must do: keep what is made of each apart, say what is at
// fault with any, and take no pixel size in silence.

#include <sys/resource.h>

#include <algorithm>
#include <opencv2/imgcodecs.hpp>

#include "app/in_child.h"

namespace msmv::app {
namespace {

using testing::Finished;
using testing::finished;
using testing::read_file;

const std::string kAssumed = "has no pixel size; taken as 0.42 um (--mpp gives one; said once)\n";

class Pictures : public testing::SmallWork {
 protected:
  // Two fields that say nothing of their pixel size, and a manifest.
  void draw_without_size() const {
    for (const std::string name : {"a", "b"}) {
      draw(name + ".tif", name == "a" ? "8" : "9");
      cv::imwrite((folder_ / (name + ".png")).string(),
                  cv::imread((folder_ / (name + ".tif")).string()));
    }
    std::ofstream(folder_ / "m.csv") << "file,class,split\na.png,Normal,train\nb.png,Benign,val\n";
  }

  void draw(const std::string& path, const std::string& seed) const {
    const Finished drawn = finished(folder_.path(), {"phantom", "--seed", seed, "--output", path,
                                                     "--width", "256", "--height", "240"});
    ASSERT_EQ(drawn.code, 0) << drawn.errors;
  }

  std::vector<std::string> train_on(const std::string& manifest) const {
    auto arguments = train("run");
    *(std::ranges::find(arguments, "--data") + 1) = manifest;
    return arguments;
  }

  std::size_t files_in(const std::string& folder) const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(folder_ / folder), {}));
  }
};

TEST_F(Pictures, OfOneNameInTwoFoldersKeepTheirOverlaysAndRegionsApart) {
  for (const std::string folder : {"p1", "p2"}) {
    std::filesystem::create_directories(folder_ / folder);
    draw(folder + "/field.tif", folder.substr(1));
  }
  const auto classified = finished(folder_.path(), {"classify", "p1", "p2", "--model",
                                                    "m.safetensors", "--overlay", "overlays"});
  EXPECT_EQ(classified.code, 0) << classified.errors;
  EXPECT_EQ(files_in("overlays"), 2U);
  EXPECT_NE(read_file(folder_ / "overlays/p1_field.tif.png"),
            read_file(folder_ / "overlays/p2_field.tif.png"));

  const auto found =
      finished(folder_.path(), {"regions", "p1", "p2/field.tif", "--output", "regions"});
  EXPECT_EQ(found.code, 0) << found.errors;
  EXPECT_EQ(files_in("regions"), 4U);
  EXPECT_EQ(nlohmann::json::parse(read_file(folder_ / "regions/p2_field.tif.json")).at("file"),
            "p2/field.tif");
}

TEST_F(Pictures, AreNotReplacedByOutputs) {
  draw("field.png", "3");
  std::filesystem::create_symlink("field.png", folder_ / "link.png");
  std::ofstream(folder_ / "m.csv") << "file\nfield.png\n";
  std::ofstream(folder_ / "list.txt") << "m.csv\n";
  std::filesystem::create_directory(folder_ / "d");
  std::filesystem::copy_file(folder_ / "field.png", folder_ / "d/copy.png");
  std::ofstream(folder_ / "d/manifest.csv") << "file,class\ncopy.png,Normal\n";
  const std::string before = read_file(folder_ / "field.png");
  const std::string fault = ": is an input of this run, which the output would replace\n";
  const std::vector<std::pair<std::vector<std::string>, std::string>> commands = {
      {{"classify", "field.png", "--model", "m.safetensors", "--overlay", "."}, "./field.png"},
      {{"classify", "field.png", "--model", "m.safetensors", "--output", "link.png"}, "link.png"},
      {{"classify", "m.csv", "--model", "m.safetensors", "--output", "m.csv"}, "m.csv"},
      {{"classify", "d", "--model", "m.safetensors", "--output", "d/manifest.csv"},
       "d/manifest.csv"},
      {{"classify", "-", "--model", "m.safetensors", "--output", "m.csv"}, "m.csv"},
      {{"model", "calibrate", "m.safetensors", "--data", "d", "--output", "d/manifest.csv"},
       "d/manifest.csv"},
      {{"regions", "field.png", "--output", "."}, "./field.png"},
      {{"nuclei", "field.png", "--csv", "link.png"}, "link.png"},
      {{"stain", "field.png", "--output", "field.png"}, "field.png"}};
  for (const auto& [command, output] : commands) {
    const Finished result = finished(folder_.path(), command, [] {
      dup2(open("list.txt", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
    });
    EXPECT_EQ(result.code, 1) << command[0];
    EXPECT_EQ(result.errors, "msmv: " + output + fault) << command[0];
    EXPECT_EQ(read_file(folder_ / "field.png"), before);
    EXPECT_EQ(read_file(folder_ / "m.csv"), "file\nfield.png\n");
  }
}

TEST_F(Pictures, AModelIsNotReplacedByItsTraining) {
  std::filesystem::create_directory(folder_ / "run");
  std::filesystem::rename(folder_ / "m.safetensors", folder_ / "run/model.safetensors");
  std::filesystem::create_symlink("run/model.safetensors", folder_ / "m.safetensors");
  const std::string before = read_file(folder_ / "m.safetensors");
  const Finished refused = finished(folder_.path(), train("run"));
  EXPECT_EQ(refused.code, 1);
  EXPECT_EQ(
      refused.errors,
      "msmv: run: holds an earlier run: --resume finishes it under the same settings; to train its "
      "model on, for more epochs or with other settings, give --model run/model.safetensors "
      "and another --output\n");
  auto resumed = train("run");
  resumed.emplace_back("--resume");
  const Finished replaced = finished(folder_.path(), resumed);
  EXPECT_EQ(replaced.code, 1);
  EXPECT_NE(replaced.errors.find("run/model.safetensors: is an input of this run"),
            std::string::npos)
      << replaced.errors;
  EXPECT_EQ(read_file(folder_ / "m.safetensors"), before);
}

// Whether by a list, a manifest or as what lies below a folder: a picture in the folder of overlays
// is one, unless it is another's overlay.
TEST_F(Pictures, BesideOverlaysAreFields) {
  std::filesystem::create_directories(folder_ / "p/drawn");
  draw("p/drawn/field.png", "3");
  draw("p/drawn/other.tif", "4");
  std::ofstream(folder_ / "list.txt") << "p/drawn/field.png\np/drawn/other.tif\n";
  std::ofstream(folder_ / "list.csv") << "file\np/drawn/field.png\np/drawn/other.tif\n";
  for (const std::string pictures : {"-", "list.csv", "p"}) {
    const Finished result = finished(
        folder_.path(), {"regions", pictures, "--output", pictures == "p" ? "p/drawn" : "out"},
        [] { dup2(open("list.txt", O_RDONLY | O_CLOEXEC), STDIN_FILENO); });
    if (pictures == "p") {
      EXPECT_EQ(result.code, 1);
      EXPECT_EQ(result.errors,
                "msmv: p/drawn/field.png: is an input of this run, which the output "
                "would replace\n");
    } else {
      EXPECT_EQ(result.code, 0) << result.errors;
      EXPECT_EQ(files_in("out"), 4U) << pictures;
      std::filesystem::remove_all(folder_ / "out");
    }
  }
}

TEST_F(Pictures, ThatAnEarlierRunHasDrawnAreNoFields) {
  const std::vector<std::string> command = {"classify",      "p",         "--model",
                                            "m.safetensors", "--overlay", "p/overlays"};
  std::filesystem::create_directory(folder_ / "p");
  draw("p/field.tif", "3");
  const Finished first = finished(folder_.path(), command);
  EXPECT_EQ(first.code, 0) << first.errors;
  EXPECT_EQ(files_in("p/overlays"), 1U);
  const Finished second = finished(folder_.path(), command);
  EXPECT_EQ(second.output, first.output);
  EXPECT_NE(second.errors.find("msmv: p/overlays: 1 picture of an earlier run left out\n"),
            std::string::npos)
      << second.errors;
}

// The copies need not be looked at for the part that is judged.
TEST_F(Pictures, OutsideTheJudgedPartMayBeAtFault) {
  std::ofstream(folder_ / "m.csv") << "file,class,split\n"
                                   << picture(0) << ",Normal,val\n"
                                   << picture(1) << ",Benign,train\nnone.tif,Normal,train\n";
  const std::vector<std::string> command = {"evaluate",      "--data",   "m.csv", "--model",
                                            "m.safetensors", "--output", "e",     "--split"};
  auto judged = command;
  judged.emplace_back("val");
  EXPECT_EQ(finished(folder_.path(), judged).code, 0);
  judged = command;
  judged.emplace_back("train");
  const Finished result = finished(folder_.path(), judged);
  EXPECT_EQ(result.code, 1);
  EXPECT_TRUE(result.errors.starts_with("msmv: none.tif: ")) << result.errors;
}

TEST_F(Pictures, WhoseOverlayFailedAreLookedAtAgain) {
  std::filesystem::create_directories(folder_ / "overlays/phantom_0.png");
  std::filesystem::remove(folder_ / "in/manifest.csv");
  auto command = classify("out.csv");
  command.insert(command.end(), {"--overlay", "overlays"});
  ASSERT_EQ(finished(folder_.path(), command).code, 1);
  const std::string rows = read_file(folder_ / "out.csv");
  std::filesystem::remove(folder_ / "out.csv");
  const rlimit limit{1600, 1600};  // bytes of a file: a few rows
  ASSERT_EQ(finished(folder_.path(), command, [&] { setrlimit(RLIMIT_FSIZE, &limit); }).code, 1);
  ASSERT_TRUE(std::filesystem::exists(folder_ / "out.csv.partial"));
  command.emplace_back("--resume");
  EXPECT_EQ(finished(folder_.path(), command).code, 1) << "one overlay can't be drawn";
  EXPECT_EQ(read_file(folder_ / "out.csv"), rows);
}

TEST_F(Pictures, KeepTheirClassWhereTheOverlayCannotBeDrawn) {
  std::filesystem::create_directories(folder_ / "overlays/phantom_0.png");
  const Finished result = finished(folder_.path(), {"classify", picture(0), "--model",
                                                    "m.safetensors", "--overlay", "overlays"});
  EXPECT_EQ(result.code, 1);
  EXPECT_NE(result.output.find("phantom_0.tif,ok,"), std::string::npos) << result.output;
  const std::string fault = "overlays/phantom_0.png: can't be written: Is a directory";
  EXPECT_NE(result.output.find(",no overlay: " + fault + ","), std::string::npos) << result.output;
  EXPECT_TRUE(result.errors.starts_with("msmv: " + fault + "\n")) << result.errors;
}

TEST_F(Pictures, WithoutTissueAreClassifiedWithANote) {
  cv::imwrite((folder_ / "gray.png").string(), cv::Mat(240, 256, CV_8UC3, cv::Scalar::all(200)));
  const Finished result = finished(
      folder_.path(), {"classify", "gray.png", "--mpp", "0.42", "--model", "m.safetensors"});
  EXPECT_EQ(result.code, 0) << result.errors;
  EXPECT_NE(result.output.find("; no nuclei found,"), std::string::npos) << result.output;
}

TEST_F(Pictures, KeepTheirPixelSizeThroughStain) {
  const Finished stained =
      finished(folder_.path(), {"stain", picture(0), "--mpp", "0.5", "--output", "s.tif"});
  EXPECT_EQ(stained.code, 0) << stained.errors;
  const Finished found = finished(folder_.path(), {"regions", "s.tif", "--output", "r"});
  EXPECT_EQ(found.code, 0) << found.errors;
  const auto json = nlohmann::json::parse(read_file(folder_ / "r/s.json"));
  EXPECT_EQ(json.at("mpp_source"), "file");
  EXPECT_NEAR(json.at("mpp_x").get<double>(), 0.5, 1e-5);
}

TEST_F(Pictures, OfAFolderAreNormalizedAsOneByOne) {
  std::ofstream(folder_ / "torn.png") << "no picture";
  const Finished all =
      finished(folder_.path(), {"stain", picture(0), "torn.png", picture(1), "--output", "looks"});
  EXPECT_EQ(all.code, 1);
  EXPECT_TRUE(all.errors.starts_with("msmv: torn.png: is no image")) << all.errors;
  for (const int i : {0, 1}) {
    const std::string one = "one_" + std::to_string(i) + ".png";
    EXPECT_EQ(finished(folder_.path(), {"stain", picture(i), "--output", one}).code, 0);
    const std::string stem = std::filesystem::path(picture(i)).stem().string();
    EXPECT_EQ(read_file(folder_ / ("looks/" + stem + ".png")), read_file(folder_ / one));
  }
}

TEST_F(Pictures, GiveTheNucleiOfTheDetectorThatWasAsked) {
  const auto found_by = [&](const std::vector<std::string>& chosen) {
    std::vector<std::string> command = {"nuclei", picture(0),  "--csv",
                                        "n.csv",  "--summary", "n.json"};
    command.insert(command.end(), chosen.begin(), chosen.end());
    const Finished result = finished(folder_.path(), command);
    EXPECT_EQ(result.code, 0) << result.errors;
    return std::pair(nlohmann::json::parse(read_file(folder_ / "n.json")).at("detector"),
                     read_file(folder_ / "n.csv"));
  };
  const auto learned = found_by({}), accurate = found_by({"--accurate"});
  EXPECT_EQ(learned.first, "learned");
  EXPECT_EQ(accurate.first, "accurate");
  EXPECT_NE(accurate.second, learned.second) << "another network finds other probabilities";
  EXPECT_EQ(found_by({"--detector", "accurate"}), accurate);
}

TEST_F(Pictures, ThatCannotBeReadLeaveNoFeatures) {
  std::ofstream(folder_ / "torn.png") << "no picture";
  const Finished result = finished(
      folder_.path(), {"encode", "torn.png", "--model", "m.safetensors", "--output", "f.npy"});
  EXPECT_EQ(result.code, 1);
  EXPECT_NE(result.errors.find("msmv: torn.png: is no image"), std::string::npos) << result.errors;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "f.npy"));
}

TEST_F(Pictures, WithoutAPixelSizeAreToldByEveryCommand) {
  draw_without_size();
  const std::string first = "msmv: a.png: " + kAssumed;
  const std::vector<std::vector<std::string>> commands = {
      {"classify", "a.png", "b.png", "--model", "m.safetensors"},
      {"regions", "a.png", "b.png", "--output", "regions"},
      {"nuclei", "a.png", "--csv", "n.csv"}};
  for (const auto& command : commands) {
    const Finished result = finished(folder_.path(), command);
    EXPECT_EQ(result.code, 0) << command[0] << result.errors;
    const auto at = result.errors.find(first);
    ASSERT_NE(at, std::string::npos) << command[0] << ": " << result.errors;
    EXPECT_EQ(result.errors.find(kAssumed, at + first.size()), std::string::npos) << command[0];
  }
  const std::vector<std::vector<std::string>> checking = {
      train_on("m.csv"),
      {"evaluate", "--data", "m.csv", "--model", "m.safetensors", "--output", "e"}};
  for (const auto& command : checking) {
    const Finished result = finished(folder_.path(), command);
    EXPECT_EQ(result.code, 0) << result.errors;
    EXPECT_NE(result.errors.find("msmv: m.csv: 2 of 2 pictures without a pixel size; taken as "
                                 "0.42 um (--mpp gives one)\n"),
              std::string::npos)
        << result.errors;
  }
}

TEST_F(Pictures, OfAManifestThatGivesTheirSizeAreTakenWithRequireMpp) {
  draw_without_size();
  std::ofstream(folder_ / "m.csv") << "file,class,split,mpp\n"
                                      "a.png,Normal,train,0.42\nb.png,Benign,val,0.42\n";
  auto arguments = train_on("m.csv");
  arguments.emplace_back("--require-mpp");
  const Finished trained = finished(folder_.path(), arguments);
  EXPECT_EQ(trained.code, 0) << trained.errors;
  EXPECT_EQ(trained.errors.find("pixel size"), std::string::npos) << trained.errors;
}

TEST_F(Pictures, AtFaultAreToldBeforeTrainingAndSkippedWhenAsked) {
  std::filesystem::copy(folder_ / picture(0), folder_ / "in/copy.tif");
  std::ofstream(folder_ / "in/broken.tif") << "no picture";
  std::ofstream(folder_ / "in/manifest.csv", std::ios::app)
      << "copy.tif,Normal,train\nbroken.tif,Benign,train\n";
  auto arguments = train("run");
  const Finished refused = finished(folder_.path(), arguments);
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.errors.find("msmv: in/copy.tif: is the same file as in/phantom_0.tif\n"),
            std::string::npos)
      << refused.errors;
  EXPECT_NE(refused.errors.find("msmv: in/broken.tif: is no image"), std::string::npos);
  EXPECT_TRUE(refused.errors.ends_with(
      "msmv: in/manifest.csv: 2 files at fault, nothing was done (--skip-faulty leaves them "
      "out)\n"))
      << refused.errors;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "run/log.jsonl"));

  arguments.emplace_back("--skip-faulty");
  const Finished trained = finished(folder_.path(), arguments);
  EXPECT_EQ(trained.code, 0) << trained.errors;
  EXPECT_TRUE(trained.output.starts_with("run/model.safetensors: epoch ")) << trained.output;
  EXPECT_NE(trained.output.find(" of 2 right: "), std::string::npos) << trained.output;
  EXPECT_TRUE(std::filesystem::exists(folder_ / "run/model.safetensors"));
}

}  // namespace
}  // namespace msmv::app
