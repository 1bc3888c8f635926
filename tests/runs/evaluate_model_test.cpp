#include "msmv/runs/evaluate_model.h"

#include "msmv/report/prediction_csv.h"
#include "msmv/values/errors.h"
#include "runs/small_run.h"

namespace msmv::runs {
namespace {

class EvaluateModelRun : public SmallRun {
 protected:
  EvaluateModelRun() {
    options_.data.data = folder_ / "m.csv";
    options_.model_path = folder_ / "m.safetensors";
    options_.output = folder_ / "out";
    options_.accept_unfit = true;
    options_.config.bootstrap_draws = 40;
  }
  EvaluateModel options_;
};

TEST_F(EvaluateModelRun, ClassifiesTheImagesOfTheSplitAlone) {
  options_.split = "val";
  const report::Evaluation evaluation = evaluate(model_, options_, watch());
  EXPECT_EQ(evaluation.images.total(), 2);
  EXPECT_EQ(evaluation.images.unanswered(), 0);
  ASSERT_TRUE(evaluation.seen);
  EXPECT_EQ(evaluation.seen->learnt_from, 0U);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "out/evaluation.md"));
  EXPECT_EQ(steps_.back().what, "Classified");
  EXPECT_EQ(steps_.back().done, 2);
}

TEST_F(EvaluateModelRun, OfItsOwnPredictionsIsTheSame) {
  const report::Evaluation now = evaluate(model_, options_, watch());
  std::ofstream table(folder_ / "p.csv");
  report::write_csv_header(table, model_.config.classes);
  for (const report::Case& one : now.cases) {
    report::Prediction prediction{.file = one.file};
    prediction.diagnosis.label = *one.answer;
    prediction.diagnosis.votes = {2, 2, 2, 2};
    prediction.diagnosis.scores = one.scores;
    report::write_csv_row(table, prediction, model_.config.classes);
  }
  table.close();
  EvaluateModel read = options_;
  read.predictions = folder_ / "p.csv";
  read.data.classes = model_.config.classes;
  read.output.clear();
  const report::Evaluation again = evaluate_predictions(read, watch());
  EXPECT_EQ(again.images.right(), now.images.right());
  EXPECT_EQ(again.images.total(), 4);
  EXPECT_FALSE(again.seen);
}

TEST_F(EvaluateModelRun, SaysWhatIsWrongBeforeAnyWork) {
  std::ofstream(folder_ / "m.csv", std::ios::app) << "broken.png,Normal,val\n";
  EXPECT_THROW(evaluate(model_, options_, watch()), InputError);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
  options_.data.skip_faulty = true;
  EXPECT_EQ(evaluate(model_, options_, watch()).images.total(), 4);
  options_.data.classes = {"Normal"};
  EXPECT_THROW(evaluate(model_, options_, watch()), InputError);
}

TEST_F(EvaluateModelRun, WritesNothingWhereItIsStopped) {
  stop_after_ = 1;
  EXPECT_THROW(evaluate(model_, options_, watch()), Interrupted);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
}

}  // namespace
}  // namespace msmv::runs
