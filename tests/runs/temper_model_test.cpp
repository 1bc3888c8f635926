#include "msmv/runs/temper_model.h"

#include <cmath>

#include "msmv/model/model_file.h"
#include "msmv/values/errors.h"
#include "runs/small_run.h"

namespace msmv::runs {
namespace {

class TemperModelRun : public SmallRun {
 protected:
  TemperModelRun() {
    options_.model = folder_ / "m.safetensors";
    options_.output = folder_ / "out.safetensors";
  }

  // Ten images of the classes Normal and Benign, of which a model was always 0.9 sure that they are
  // normal and is right in eight: log(9) / log(4), 1.585, fits best.
  void write_predictions(const std::string& model) {
    std::ofstream labels(folder_ / "labels.csv");
    labels << "file,class\n";
    std::ofstream table(folder_ / "p.csv");
    table << "file,class,prob_Normal,prob_Benign,prob_InSitu,prob_Invasive,model\n";
    for (int i = 0; i < 10; ++i) {
      labels << i << ".png," << (i % 5 == 4 ? "Benign" : "Normal") << "\n";
      table << i << ".png,Normal,0.9,0.1,0,0," << model << "\n";
    }
    options_.data.data = folder_ / "labels.csv";
    options_.predictions = folder_ / "p.csv";
  }
  const double best_ = std::log(9.0) / std::log(4.0);
  const double near_ = 0.005;  // scores of 0 are taken as 1e-7
  TemperModel options_;
};

TEST_F(TemperModelRun, WritesAGivenTemperatureAndLeavesTheRest) {
  options_.temperature = 0.6;
  const TemperedModel made = temper(options_, watch());
  const ModelFile before = model::read(options_.model), after = model::read(options_.output);
  EXPECT_EQ(after.config.vote.temperature, 0.6);
  EXPECT_EQ(after.id, made.id);
  EXPECT_TRUE(after.weights == before.weights);
  EXPECT_EQ(after.provenance.at("temperature").at("from"), before.id);
  EXPECT_FALSE(made.calibration);
}

TEST_F(TemperModelRun, FitsPredictionsForLabelledImages) {
  write_predictions("row/fold_1");
  const TemperedModel made = temper(options_, watch());
  EXPECT_NEAR(made.temperature, best_, near_);
  ASSERT_TRUE(made.calibration);
  const ModelFile after = model::read(options_.output);
  EXPECT_EQ(after.config.vote.temperature, made.temperature);
  const Json& fitted = after.provenance.at("temperature").at("fitted_on");
  EXPECT_EQ(fitted.at("images"), 10);
  EXPECT_NEAR(fitted.at("expected_calibration_error").at(0).get<double>(), 0.1, 1e-6);
}

TEST_F(TemperModelRun, TakesItsOwnPredictionsForWhatTheyAreAlready) {
  options_.temperature = 2;
  options_.output = folder_ / "two.safetensors";
  temper(options_, watch());
  options_.temperature.reset();
  options_.model = folder_ / "two.safetensors";
  options_.output = folder_ / "out.safetensors";
  write_predictions(model::read(options_.model).id);
  EXPECT_NEAR(temper(options_, watch()).temperature, 2 * best_, 2 * near_);
}

TEST_F(TemperModelRun, SaysWhenThePredictionsAreAnotherModels) {
  write_predictions("row/fold_1");
  temper(options_, watch());
  EXPECT_TRUE(said_.empty()) << said_[0];
  write_predictions("0123abcd");
  temper(options_, watch());
  ASSERT_EQ(said_.size(), 1U);
  EXPECT_NE(said_[0].find("is of another model"), std::string::npos) << said_[0];
}

TEST_F(TemperModelRun, SaysWhatIsWrongAndWritesNothing) {
  write_predictions("row/fold_1");
  std::ofstream(folder_ / "p.csv") << "file,class\n0.png,Normal\n1.png,Normal\n2.png,Normal\n"
                                   << "3.png,Normal\n4.png,Normal\n5.png,Normal\n"
                                   << "6.png,Normal\n7.png,Normal\n8.png,Normal\n9.png,Normal\n";
  EXPECT_THROW(temper(options_, watch()), InputError);
  EXPECT_FALSE(std::filesystem::exists(options_.output));
  options_.output = options_.model;
  options_.temperature = 2;
  EXPECT_THROW(temper(options_, watch()), InputError);
}

}  // namespace
}  // namespace msmv::runs
