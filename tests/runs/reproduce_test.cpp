#include "msmv/runs/reproduce.h"

#include "msmv/values/errors.h"
#include "runs/small_run.h"

namespace msmv::runs {
namespace {

// A row that is done in a moment.
constexpr const char* kQuickRow = R"({"title": "Quick", "table": "own", "place": 1, "model": {
  "image": {"min_side_px": 224}, "stain": {"method": "none"},
  "krem": {"windows_px": [96], "steps_px": [16], "views": 1},
  "patches": {"side_px": 32}, "pfenet": {"shared_weights": true},
  "fdnet": {"discriminator": "fc", "standardize_encodings": true}},
  "training": {"frozen": {"preset": "frozen", "regions_per_view": 1, "epochs": 1}}})";

class ReproduceRun : public SmallRun {
 protected:
  ReproduceRun() {
    std::filesystem::create_directory(folder_ / "rows");
    std::ofstream(folder_ / "rows/quick.json") << kQuickRow;
    options_.data.data = folder_ / "m.csv";
    options_.output = folder_ / "out";
    options_.own_rows = folder_ / "rows";
    options_.rows = {"quick"};
    options_.against = "quick";
    options_.split = {.method = dataset::SplitMethod::images, .folds = 2};
  }
  Reproduce options_;
};

TEST_F(ReproduceRun, SaysWhatIsWrongBeforeAnyWork) {
  options_.rows = {"of_nobody"};
  EXPECT_THROW(reproduce(options_, watch()), InputError);
  options_.rows = {"quick"};
  options_.against = "of_nobody";
  EXPECT_THROW(reproduce(options_, watch()), InputError);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "out/results.csv"));
}

TEST_F(ReproduceRun, WritesTablesAndLosesNone) {
  const Reproduced reproduced = reproduce(options_, watch());
  EXPECT_FALSE(reproduced.has_failed);
  EXPECT_TRUE(reproduced.is_complete);
  EXPECT_EQ(reproduced.page, folder_ / "out/results.html");
  EXPECT_TRUE(std::filesystem::exists(reproduced.page));
  std::filesystem::rename(folder_ / "rows/quick.json", folder_ / "rows/other.json");
  options_.rows = {"other"};
  options_.against = "other";
  EXPECT_THROW(reproduce(options_, watch()), InputError) << "its tables hold the row quick";
}

}  // namespace
}  // namespace msmv::runs
