#include "msmv/runs/prediction_rows.h"

#include "msmv/values/errors.h"
#include "runs/small_run.h"

namespace msmv::runs {
namespace {

class RowsOfPredictions : public SmallRun {
 protected:
  PredictionRows rows(const RowsTo& to, const Json& settings = Json::object()) {
    return {to, model_, settings, watch()};
  }
  dataset::Sample sample_{.path = "a.png", .name = "a.png", .label = {}};
  report::Prediction failed_{.file = "a.png", .fault = "is torn"};
};

TEST_F(RowsOfPredictions, AppearWhenAllAreThere) {
  const RowsTo to{.output = folder_ / "t.csv", .print = {}};
  PredictionRows table = rows(to);
  table.add(1, "", {.file = "b.png", .fault = "is empty"});
  table.add(0, "", failed_);
  EXPECT_FALSE(std::filesystem::exists(to.output));
  table.finish();
  const std::string text = text_of(to.output);
  EXPECT_LT(text.find("a.png,error,"), text.find("b.png,error,"));
}

TEST_F(RowsOfPredictions, AreTakenOverOnlyOfTheSameKeyAndSettings) {
  RowsTo to{.output = folder_ / "t.csv", .print = {}};
  { rows(to, {{"a", 1}}).add(0, "a.png\nkey\n", failed_); }
  to.resume = true;
  EXPECT_THROW(rows(to, {{"a", 2}}), InputError);
  PredictionRows again = rows(to, {{"a", 1}});
  EXPECT_TRUE(again.may_have("a.png"));
  EXPECT_FALSE(again.may_have("b.png"));
  EXPECT_FALSE(again.take_earlier(0, "a.png\nother\n", sample_, "hash", {}));
  EXPECT_TRUE(again.take_earlier(0, "a.png\nkey\n", sample_, "hash", {}));
}

TEST_F(RowsOfPredictions, GoNowhereWhereNobodyWantsThem) {
  PredictionRows nowhere = rows({.output = {}, .print = {}});
  EXPECT_NO_THROW(nowhere.add(0, "", failed_));
  EXPECT_NO_THROW(nowhere.finish());
  EXPECT_FALSE(nowhere.may_have("a.png"));
}

TEST_F(RowsOfPredictions, AsJsonHaveNoHeader) {
  std::string printed;
  PredictionRows lines =
      rows({.format = RowFormat::json_lines, .output = {}, .print = [&](const std::string& text) {
              printed += text;
            }});
  lines.add(0, "", failed_);
  EXPECT_EQ(Json::parse(printed)["status"], "error");
}

}  // namespace
}  // namespace msmv::runs
