// Walks tests/broken: prediction files and training logs with the line that reading them must give.
// tools/broken/make_manifests.py writes them.

#include "broken_cases.h"
#include "msmv/report/prediction_csv.h"
#include "msmv/report/training_log.h"

namespace msmv::report {
namespace {

using msmv::testing::broken_cases;
using msmv::testing::BrokenCase;
using msmv::testing::lines_of;
using Faults = std::vector<dataset::Fault>;

TEST(BrokenPredictions, GiveTheirLine) {
  const auto cases = broken_cases("predictions");
  EXPECT_GE(cases.size(), 35U);
  for (const BrokenCase& broken : cases) {
    EXPECT_EQ(lines_of(broken,
                       [&] {
                         read_predictions(broken.folder / "file", broken.classes());
                         return Faults{};
                       }),
              broken.lines())
        << broken.name();
  }
}

TEST(BrokenTrainingLog, GivesItsLine) {
  const auto cases = broken_cases("training-log");
  EXPECT_GE(cases.size(), 12U);
  for (const BrokenCase& broken : cases) {
    EXPECT_EQ(lines_of(broken,
                       [&] {
                         read_training_log(broken.folder / "file");
                         return Faults{};
                       }),
              broken.lines())
        << broken.name();
  }
}

}  // namespace
}  // namespace msmv::report
