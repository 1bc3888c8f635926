#include "msmv/experiments/cost.h"

#include "experiments/small_world.h"

namespace msmv::experiments {
namespace {

Experiment plain(const std::string& model) {
  Row row{.name = "row", .path = "row.json", .title = "Row"};
  row.model = Json::parse(model);
  row.training = Json::parse(R"({"frozen": {"preset": "frozen"}})");
  return resolve(row, {.classes = bach_classes(), .weights = {pfenet::Backbone::resnet50}});
}

// ResNet-50 without its head has 23,508,032 parameters and takes 8.17 GFLOP a patch of 224 px; an
// FC head over three scales 3 * 2048 * 4 + 4.
TEST(Cost, IsCountedFromTheLayout) {
  const Cost shared = counted_cost(
      plain(R"({"pfenet": {"shared_weights": true}, "fdnet": {"discriminator": "fc"}})"));
  EXPECT_EQ(shared.parameters, 23'508'032 + 24'580);
  EXPECT_NEAR(shared.gflop, 6 * 3 * 8.17, 0.1);
  const Cost separate = counted_cost(plain(R"({"fdnet": {"discriminator": "fc"}})"));
  EXPECT_EQ(separate.parameters, 3 * 23'508'032 + 24'580);
  EXPECT_EQ(separate.gflop, shared.gflop);
  const Cost one_view =
      counted_cost(plain(R"({"krem": {"views": 1}, "fdnet": {"discriminator": "fc"}})"));
  EXPECT_NEAR(one_view.gflop, shared.gflop / 6, 1e-9);
}

// Three scales; a weight of the LSTM is used once at each, forward and twice backward, by a
// multiplication and an addition; the classifier's once.
TEST(Cost, OfTrainingIsThatOfTheWeights) {
  msmv::Config config;
  config.fdnet.layers = 1;
  const double lstm = 2.0 * 4 * 256 * (2048 + 256), classifier = 4 * 512;
  EXPECT_NEAR(training_gflop_per_sample(config), 6 * (3 * lstm + classifier) / 1e9, 1e-12);
}

TEST(Cost, IsMeasuredOnAPicture) {
  const SmallWorld world;
  const double ms =
      measured_ms(world.experiment("row"), world.encoders.at(pfenet::Backbone::resnet50),
                  world.set.samples[0].path, {});
  EXPECT_GT(ms, 0.1);
  EXPECT_LT(ms, 60'000);
}

}  // namespace
}  // namespace msmv::experiments
