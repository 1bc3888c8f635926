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

// The encoder alone, on 6 windows of three scales; two such rows cost twice as much.
TEST(Cost, OfTreesIsThatOfTheEncoderAndOfMembersTheirSum) {
  Row row{.name = "row", .path = "row.json", .title = "Row"};
  row.model = Json::parse(R"({"pfenet": {"shared_weights": true}})");
  row.training = Json::parse(R"({"frozen": {"preset": "frozen"}})");
  row.trees = Json::parse(R"({"recolouring": {"colourings": 6}})");
  const Choices choices{.classes = bach_classes(), .weights = {pfenet::Backbone::resnet50}};
  const Cost trees = counted_cost(resolve(row, choices));
  EXPECT_EQ(trees.parameters, 23'508'032);
  EXPECT_NEAR(trees.gflop, 6 * 3 * 8.17, 0.1);
  Row other = row, both{.name = "both", .path = "both.json", .title = "Both"};
  other.name = "other";
  both.members = {"row", "other"};
  const Cost sum = counted_cost(resolve(std::vector{row, other, both}, choices)[2]);
  EXPECT_EQ(sum.parameters, 2 * trees.parameters);
  EXPECT_EQ(sum.gflop, 2 * trees.gflop);
}

// 10 images of 6 descriptors of 3 * 2048 values, of which a tree sees half; 2 models of 4 classes,
// of 10 rounds 5 deep.
TEST(Cost, OfGrowingIsThatOfTheLooksAtValues) {
  Row row{.name = "row", .path = "row.json", .title = "Row"};
  row.training = Json::parse(R"({"frozen": {"preset": "frozen"}})");
  row.trees = Json::parse(R"({"recolouring": {"colourings": 6}, "rounds": 10, "depth": 5,
                              "feature_share": 0.5, "models": 2})");
  const Choices choices{.classes = bach_classes(), .weights = {pfenet::Backbone::resnet50}};
  EXPECT_NEAR(growing_gflop(resolve(row, choices), 10),
              10.0 * 6 * 3 * 2048 / 2 * 2 * 4 * 10 * 5 / 1e6, 1e-6);
}

TEST(Cost, SumsTimesOnlyWhenAllAreKnown) {
  const Cost one{.parameters = 1, .gflop = 2, .ms = 3, .threads = 4};
  const Cost sum = sum_of({one, one});
  EXPECT_EQ(sum.parameters, 2);
  EXPECT_EQ(sum.gflop, 4);
  EXPECT_EQ(sum.ms, 6);
  EXPECT_EQ(sum.threads, 4);
  EXPECT_FALSE(sum_of({one, {.parameters = 1}}).ms.has_value());
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
                  world.set.samples[0].path, {}, 1);
  EXPECT_GT(ms, 0.1);
  EXPECT_LT(ms, 60'000);
  const Experiment trees = resolve(world.row_of_trees("trees"), world.choices());
  EXPECT_GT(measured_ms(trees, world.encoders.at(pfenet::Backbone::resnet50),
                        world.set.samples[0].path, {}, 1),
            0.1);
}

}  // namespace
}  // namespace msmv::experiments
