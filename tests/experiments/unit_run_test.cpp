#include "msmv/experiments/unit_run.h"

#include <fstream>

#include "experiments/small_world.h"
#include "msmv/report/training_log.h"
#include "msmv/training/run_log.h"
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

Experiment of_last_stage(const SmallWorld& world) {
  Experiment row = world.experiment("row");
  row.training.first_trained_stage = 4;
  row.training.epochs = 1;
  row.training.warmup_epochs = 0;
  return row;
}

// What a run of another key left is in nobody's way, and nobody's network.
TEST(UnitRun, BeginsAnewWhereARunOfAnotherKeyWasLeft) {
  Ground ground;
  const auto checkpoint = ground.place.folder / "checkpoint.safetensors";
  Experiment row = of_last_stage(ground.world);
  const auto first = trained(row, ground.all, ground.encoder, ground.pictures, ground.place);
  ASSERT_TRUE(std::filesystem::exists(checkpoint));
  ground.place.key = "another key";
  row.training.learning_rate = 0.07;
  const auto second = trained(row, ground.all, ground.encoder, ground.pictures, ground.place);
  EXPECT_NE(second, first);
  std::filesystem::remove(ground.place.folder / "model.safetensors");
  EXPECT_EQ(trained(row, ground.all, ground.encoder, ground.pictures, ground.place), second)
      << "its network was gone";
  std::ofstream(checkpoint) << "no checkpoint";
  EXPECT_EQ(trained(row, ground.all, ground.encoder, ground.pictures, ground.place), second);
  trained(ground.world.experiment("row"), ground.all, ground.encoder, ground.pictures,
          ground.place);
  EXPECT_FALSE(std::filesystem::exists(checkpoint)) << "frozen encoders go on with none";
}

TEST(UnitRun, TakesNoNetworkOfAnotherKey) {
  Ground ground;
  const Experiment row = of_last_stage(ground.world);
  trained(row, ground.all, ground.encoder, ground.pictures, ground.place);
  const auto path = ground.place.folder / "model.safetensors";
  ModelFile model = model::read(path);
  model.provenance["training"]["data"] = "another key";
  model::write(path, model);
  try {
    trained(row, ground.all, ground.encoder, ground.pictures, ground.place);
    FAIL();
  } catch (const Fault& error) {
    EXPECT_EQ(error.fault(), "is of another run; remove its folder to begin anew");
  }
}

TEST(UnitRun, LeavesALogThatCurvesAreDrawnFrom) {
  Ground ground;
  trained(ground.world.experiment("row"), ground.all, ground.encoder, ground.pictures,
          ground.place);
  const auto path = ground.place.folder / "log.jsonl";
  Json line = training::log_entries({.loss = 0.5, .patch_accuracy = 0.25, .image_accuracy = 0.75});
  line["epoch"] = 3;
  training::append_to_log(path, line);
  const auto epochs = report::read_training_log(path);
  ASSERT_EQ(epochs.size(), 3U);
  EXPECT_TRUE(epochs[1].loss.has_value());
  EXPECT_TRUE(epochs[1].patch_accuracy.has_value());
  EXPECT_TRUE(epochs[1].learning_rate.has_value());
  EXPECT_EQ(epochs[2].val_loss, 0.5);
  EXPECT_EQ(epochs[2].val_patch_accuracy, 0.25);
  EXPECT_EQ(epochs[2].val_image_accuracy, 0.75);
}

TEST(UnitRun, StopsWhenInterrupted) {
  Ground ground;
  ground.place.is_interrupted = [] { return true; };
  EXPECT_THROW(trained(ground.world.experiment("row"), ground.all, ground.encoder, ground.pictures,
                       ground.place),
               Interrupted);
}

}  // namespace
}  // namespace msmv::experiments
