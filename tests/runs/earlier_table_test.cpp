#include "msmv/runs/earlier_table.h"

#include "msmv/report/prediction_csv.h"
#include "msmv/values/errors.h"
#include "runs/small_run.h"

namespace msmv::runs {
namespace {

// A finished table of one picture with a class and one with a fault.
class EarlierRows : public SmallRun {
 protected:
  EarlierRows() {
    std::ofstream table(folder_ / "t.csv");
    report::write_csv_header(table, model_.config.classes);
    report::Prediction prediction{.file = "a.png"};
    prediction.diagnosis = {.label = 1, .votes = {0, 2, 0, 0}, .scores = {0.1F, 0.9F, 0, 0}};
    prediction.content_hash = "hash";
    prediction.model = model_.id;
    prediction.precision = model_.network->facts().precision;
    prediction.um_per_px = PixelSize{0.25, 0.25};
    prediction.um_per_px_source = PixelSizeSource::given;
    report::write_csv_row(table, prediction, model_.config.classes);
    prediction.file = "b.png";
    prediction.fault = "is torn";
    report::write_csv_row(table, prediction, model_.config.classes);
  }

  image::ReadOptions given_{.given_um_per_px = PixelSize{0.25, 0.25}};
};

TEST_F(EarlierRows, AreTakenOfTheSameFileAtTheSamePixelSize) {
  const EarlierTable table(folder_ / "t.csv", model_);
  const auto row = table.row("a.png", "hash", given_);
  ASSERT_TRUE(row);
  EXPECT_TRUE(row->starts_with("a.png,ok,"));
  EXPECT_NE(text_of(folder_ / "t.csv").find(*row), std::string::npos) << "to the byte";
  EXPECT_FALSE(table.row("a.png", "another", given_));
  EXPECT_FALSE(table.row("a.png", "hash", {}));
  EXPECT_FALSE(table.row("a.png", "hash", {.given_um_per_px = PixelSize{0.25, 0.26}}));
}

TEST_F(EarlierRows, OfFaultsAndOfOtherModelsAreNot) {
  EXPECT_FALSE(EarlierTable(folder_ / "t.csv", model_).may_have("b.png"));
  EXPECT_TRUE(EarlierTable(folder_ / "t.csv", model_).may_have("a.png"));
  model_.id = "another";
  EXPECT_FALSE(EarlierTable(folder_ / "t.csv", model_).may_have("a.png"));
  model_.config.classes.pop_back();
  EXPECT_THROW(EarlierTable(folder_ / "t.csv", model_), InputError);
}

}  // namespace
}  // namespace msmv::runs
