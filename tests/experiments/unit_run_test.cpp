#include "msmv/experiments/unit_run.h"

#include "experiments/small_world.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

struct Ground {
  SmallWorld world;
  Pictures pictures{world.set, {.store = world.folder / "store", .reading = {}}};
  const Encoder& encoder = world.encoders.at(pfenet::Backbone::resnet50);
  dataset::Fold all{"all", {0, 1, 2, 3, 4, 5}, {4, 5}};
  Place place{.folder = world.folder / "run", .key = "key"};
};

// The two classes are of two colours: what was learnt is told again.
TEST(UnitRun, LearnsAndJudges) {
  Ground ground;
  Experiment row = ground.world.experiment("row");
  row.training.epochs = 20;
  row.training.learning_rate = 0.01;
  const auto network = trained(row, ground.all, ground.encoder, ground.pictures, ground.place);
  EXPECT_FALSE(network.contains("pfenet.shared.conv1.weight")) << "frozen encoders are left out";
  EXPECT_FALSE(std::filesystem::exists(ground.place.folder / "checkpoint.safetensors"));
  const auto images = judged(row, ground.all, ground.encoder, ground.pictures, network);
  ASSERT_EQ(images.size(), 2U);
  for (const JudgedImage& image : images) {
    ASSERT_EQ(image.voters.size(), 2U);
    EXPECT_EQ(best_class(image.voters[0]), image.label) << image.file;
  }
}

TEST(UnitRun, TrainsEncodersAndJudgesByThem) {
  Ground ground;
  Experiment row = ground.world.experiment("row");
  row.training.first_trained_stage = 4;
  row.training.epochs = 1;
  row.training.learning_rate = 0.05;
  row.training.warmup_epochs = 0;
  const auto network = trained(row, ground.all, ground.encoder, ground.pictures, ground.place);
  EXPECT_EQ(network.at("pfenet.shared.conv1.weight"),
            ground.encoder.weights.tensors.at("conv1.weight"));
  EXPECT_NE(network.at("pfenet.shared.layer4.2.conv3.weight"),
            ground.encoder.weights.tensors.at("layer4.2.conv3.weight"));
  const auto images = judged(row, ground.all, ground.encoder, ground.pictures, network);
  EXPECT_EQ(images[0].voters.size(), 2U);
  // Trained once, it is taken as it is.
  const auto again = trained(row, ground.all, ground.encoder, ground.pictures, ground.place);
  EXPECT_EQ(again, network);
}

TEST(UnitRun, StopsWhenInterrupted) {
  Ground ground;
  ground.place.is_interrupted = [] { return true; };
  EXPECT_THROW(trained(ground.world.experiment("row"), ground.all, ground.encoder, ground.pictures,
                       ground.place),
               InputError);
}

}  // namespace
}  // namespace msmv::experiments
