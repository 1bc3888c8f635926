// The same bytes from 1 and 2 threads, in any order of files, and twice in a row.

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "app/in_child.h"

namespace msmv::app {
namespace {

using testing::finished;
using testing::read_file;

class Reproducible : public testing::SmallWork {
 protected:
  void run(std::vector<std::string> arguments, int threads) {
    const auto result = finished(folder_.path(), std::move(arguments), [threads] {
      setenv("OMP_NUM_THREADS", std::to_string(threads).c_str(), 1);
    });
    ASSERT_EQ(result.code, 0) << result.errors;
  }

  // Runs it three times, with `output` made different, and compares the files.
  void expect_same(const std::vector<std::string>& arguments, const std::string& output,
                   const std::string& file = "") {
    std::vector<std::string> contents;
    for (const int threads : {1, 2, 2}) {
      std::vector<std::string> mine = arguments;
      const std::string name = "run" + std::to_string(contents.size()) + output;
      mine.push_back(name);
      run(mine, threads);
      contents.push_back(read_file(folder_ / (file.empty() ? name : name + "/" + file)));
    }
    ASSERT_FALSE(contents[0].empty());
    EXPECT_EQ(contents[0], contents[1]) << "by threads";
    EXPECT_EQ(contents[1], contents[2]) << "twice in a row";
  }
};

std::vector<std::string> sorted_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  std::ranges::sort(lines);
  return lines;
}

TEST_F(Reproducible, Classify) {
  expect_same({"classify", "in", "--model", "m.safetensors", "--json", "--output"}, ".json");
  expect_same({"classify", "in", "--model", "m.safetensors", "--backend", "libtorch", "--output"},
              ".csv");
}

TEST_F(Reproducible, ClassifyInAnyOrderAndOneByOne) {
  std::vector<std::string> forth = {"classify", "--model", "m.safetensors", "--output", "f.csv"};
  std::vector<std::string> back = {"classify", "--model", "m.safetensors", "--output", "b.csv"};
  std::string one_by_one;
  for (int i = 0; i < kPictures; ++i) {
    forth.push_back(picture(i));
    back.push_back(picture(kPictures - 1 - i));
    run({"classify", picture(i), "--model", "m.safetensors", "--output", "one.csv"}, 2);
    const std::string table = read_file(folder_ / "one.csv");
    one_by_one += i == 0 ? table : table.substr(table.find('\n') + 1);
  }
  run(forth, 2);
  run(back, 2);
  EXPECT_EQ(read_file(folder_ / "f.csv"), one_by_one);
  EXPECT_EQ(sorted_lines(read_file(folder_ / "b.csv")), sorted_lines(one_by_one));
}

TEST_F(Reproducible, NucleiRegionsAndStain) {
  expect_same({"nuclei", picture(0), "--csv"}, ".csv");
  expect_same({"nuclei", picture(0), "--detector", "paper", "--csv"}, ".csv");
  expect_same({"regions", picture(0), "--output"}, "", "phantom_0.json");
  expect_same({"regions", picture(0), "--output"}, "", "phantom_0.png");
  expect_same({"stain", picture(0), "--method", "macenko", "--output"}, ".png");
  expect_same({"stain", picture(0), "--method", "reinhard", "--output"}, ".png");
  expect_same({"phantom", "--seed", "3", "--output"}, ".tif");
}

TEST_F(Reproducible, Train) {
  expect_same({"train", "--data", "in/manifest.csv", "--model", "m.safetensors", "--set",
               "training.epochs=2", "--set", "training.regions_per_view=2", "--output"},
              "", "model.safetensors");
}

}  // namespace
}  // namespace msmv::app
