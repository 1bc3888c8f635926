// The whole chain through the command line, with the model that ships.

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "app/run_program.h"

namespace msmv {
namespace {

using testing::Finished;
using testing::read_file;
using testing::run;
using testing::TemporaryFolder;
using Json = nlohmann::json;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

class Program : public ::testing::Test {
 protected:
  Program() {
    const Finished drawn = run(folder_, "phantom --seed 7 --output field.tif");
    EXPECT_EQ(drawn.code, 0) << drawn.errors;
  }
  TemporaryFolder folder_;
};

TEST_F(Program, ClassifiesAndGoesOnAfterABadFile) {
  std::ofstream(folder_ / "bad.tif") << "no picture";
  const Finished finished = run(folder_, "classify bad.tif field.tif --output out.csv");
  EXPECT_EQ(finished.code, 1);
  const auto lines = lines_of(read_file(folder_ / "out.csv"));
  ASSERT_EQ(lines.size(), 3U) << finished.errors;
  EXPECT_TRUE(
      lines[0].starts_with("file,status,class,votes,prob_Normal,prob_Benign,prob_InSitu,prob_"
                           "Invasive,mpp_source,message"))
      << lines[0];
  EXPECT_TRUE(lines[1].starts_with("bad.tif,error,,")) << lines[1];
  EXPECT_TRUE(lines[2].starts_with("field.tif,ok,")) << lines[2];
  EXPECT_NE(lines[2].find(",file,"), std::string::npos) << "pixel size of the file: " << lines[2];
  EXPECT_NE(finished.errors.find("msmv: bad.tif: "), std::string::npos);
  EXPECT_TRUE(finished.errors.ends_with("msmv: 1 of 2 pictures failed\n")) << finished.errors;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out.csv.partial"));
}

TEST_F(Program, GivesTheSameBytesFromAnyNumberOfThreads) {
  ASSERT_EQ(run(folder_, "classify field.tif --json --threads 1 --output one.json").code, 0);
  ASSERT_EQ(run(folder_, "classify field.tif --json --threads 2 --output two.json").code, 0);
  const std::string one = read_file(folder_ / "one.json");
  EXPECT_FALSE(one.empty());
  EXPECT_EQ(one, read_file(folder_ / "two.json"));
}

TEST_F(Program, AsksFewerVotersForTheSameClass) {
  const Finished all = run(folder_, "classify field.tif --json");
  const Finished early = run(folder_, "classify field.tif --json --early-vote");
  ASSERT_EQ(all.code, 0) << all.errors;
  ASSERT_EQ(early.code, 0) << early.errors;
  const Json full = Json::parse(all.output);
  const Json part = Json::parse(early.output);
  EXPECT_EQ(part["class"], full["class"]);
  EXPECT_EQ(full["voters"], 6);
  EXPECT_LE(part["voters"], 6);
  EXPECT_EQ(part["views"].size(), part["voters"]);
  EXPECT_EQ(part["views"][0], full["views"][0]);
  EXPECT_EQ(part["voters"] < 6, part["message"].get<std::string>().starts_with("early vote: "));
}

TEST_F(Program, ResumesWithRowsOfTheSameContentOnly) {
  ASSERT_EQ(run(folder_, "phantom --seed 8 --width 900 --height 900 --output other.tif").code, 0);
  ASSERT_EQ(run(folder_, "classify other.tif field.tif --output whole.csv").code, 0);
  // A killed run: the journal holds one whole row and half of another.
  ASSERT_EQ(run(folder_, "classify other.tif missing.tif --output out.csv").code, 1);
  std::filesystem::remove(folder_ / "out.csv");
  ASSERT_EQ(run(folder_, "classify other.tif field.tif --output out.csv --resume").code, 0);
  EXPECT_EQ(read_file(folder_ / "out.csv"), read_file(folder_ / "whole.csv"));
}

TEST_F(Program, RefusesWrongUsageWithTwo) {
  EXPECT_EQ(run(folder_, "").code, 2);
  EXPECT_EQ(run(folder_, "clasify field.tif").code, 2);
  EXPECT_EQ(run(folder_, "classify").code, 2);
  EXPECT_EQ(run(folder_, "classify field.tif --mpp 50").code, 2);
  EXPECT_EQ(run(folder_, "classify field.tif --mpp-x 0.5").code, 2);
  EXPECT_EQ(run(folder_, "classify field.tif --precision fp64").code, 2);
  EXPECT_EQ(run(folder_, "--help").code, 0);
}

TEST_F(Program, RequiresAPixelSizeWhenAsked) {
  // An overlay is a picture without a pixel size.
  ASSERT_EQ(run(folder_, "regions field.tif --output drawn").code, 0);
  const Finished refused = run(folder_, "classify drawn/field.png --require-mpp");
  EXPECT_EQ(refused.code, 1);
  EXPECT_NE(refused.output.find("field.png,error,"), std::string::npos) << refused.output;
  const Finished assumed = run(folder_, "classify drawn/field.png");
  EXPECT_EQ(assumed.code, 0);
  EXPECT_NE(assumed.output.find(",assumed,"), std::string::npos);
  EXPECT_NE(assumed.errors.find("has no pixel size"), std::string::npos);
}

TEST_F(Program, DrawsRegionsAndFindsNuclei) {
  ASSERT_EQ(run(folder_, "regions field.tif --output regions").code, 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "regions/field.json"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "regions/field.png"));
  ASSERT_EQ(run(folder_, "nuclei field.tif --csv nuclei.csv").code, 0);
  EXPECT_GT(lines_of(read_file(folder_ / "nuclei.csv")).size(), 100U);
}

}  // namespace
}  // namespace msmv
