// What `evaluate` says of images that the model has seen before.

#include "app/in_child.h"

namespace msmv::app {
namespace {

using testing::finished;
using testing::read_file;

class Evaluate : public testing::SmallWork {
 protected:
  std::string judged(const std::string& model, const std::string& split) {
    const auto result =
        finished(folder_.path(), {"evaluate", "--data", "in/manifest.csv", "--model", model,
                                  "--split", split, "--output", "judged"});
    EXPECT_EQ(result.code, 0) << result.errors;
    const std::string page = read_file(folder_ / "judged/evaluation.md");
    const std::string sentence = page.substr(page.find("- Seen before: ") + 15);
    const std::string said = sentence.substr(0, sentence.find(".\n"));
    EXPECT_NE(result.output.find("\n" + said + "\n"), std::string::npos) << result.output;
    return said;
  }

  void train(const std::string& keep_best) {
    const auto result = finished(
        folder_.path(), {"train", "--data", "in/manifest.csv", "--model", "m.safetensors", "--set",
                         "training.epochs=1", "--set", "training.keep_best=" + keep_best, "--set",
                         "training.regions_per_view=1", "--output", keep_best});
    ASSERT_EQ(result.code, 0) << result.errors;
  }
};

TEST_F(Evaluate, TellsWhatTheModelHasSeen) {
  train("none");
  EXPECT_EQ(
      judged("none/model.safetensors", "all"),
      "the model was trained on 4 of these 6 images: the figures don't say how it does on new "
      "ones");
  EXPECT_EQ(judged("none/model.safetensors", "val"),
            "the model has seen none of these images in its training");
  train("loss");
  EXPECT_EQ(judged("loss/model.safetensors", "val"),
            "the model's epoch was chosen on 2 of these 2 images: the figures are optimistically "
            "biased");
}

}  // namespace
}  // namespace msmv::app
