#include "msmv/experiments/trees_run.h"

#include "experiments/small_world.h"

namespace msmv::experiments {
namespace {

struct Ground {
  SmallWorld world;
  Pictures pictures{world.set, {.store = world.folder / "store", .reading = {}}};
  const Encoder& encoder = world.encoders.at(pfenet::Backbone::resnet50);
  dataset::Fold all{"all", {0, 1, 2, 3, 4, 5}, {4, 5}};

  std::vector<JudgedImage> judged_by(const Experiment& row) const {
    return judged(row, all, encoder, pictures, grown(row, all, encoder, pictures, {}));
  }
};

// The two classes are of two colours: what was learnt is told again, by one voter an image.
TEST(TreesRun, LearnsAndJudgesWholeImages) {
  const Ground ground;
  const auto images =
      ground.judged_by(resolve(ground.world.row_of_trees("row"), ground.world.choices()));
  ASSERT_EQ(images.size(), 2U);
  EXPECT_EQ(images[0].file, "4.png");
  for (const JudgedImage& image : images) {
    ASSERT_EQ(image.voters.size(), 1U);
    EXPECT_EQ(best_class(image.voters[0]), image.label) << image.file;
    EXPECT_NEAR(image.voters[0][0] + image.voters[0][1], 1, 1e-6);
  }
}

// Worked out from the parts: descriptors of both colourings, and the mean of their scores.
TEST(TreesRun, IsTheMeanOfTheDescriptorsScores) {
  const Ground ground;
  const Experiment row =
      resolve(ground.world.row_of_trees("row", R"({"rounds": 1})"), ground.world.choices());
  const auto trees = grown(row, ground.all, ground.encoder, ground.pictures, {});
  const auto encoded = ground.pictures.encoded({4}, encoding_to_judge(row, ground.encoder));
  const auto scores = trees.scores(trees::descriptors_of(encoded[0].encodings, 2, 3));
  ASSERT_EQ(scores.size(), 2U);
  const auto images = judged(row, ground.all, ground.encoder, ground.pictures, trees);
  EXPECT_NEAR(images[0].voters[0][0], (scores[0][0] + scores[1][0]) / 2, 1e-6);
}

// Labels that the pictures' colours don't tell: which features are looked at decides.
TEST(TreesRun, GrowsFromTheSeed) {
  Ground ground;
  ground.world.set.samples[0].label = 1;
  ground.world.set.samples[3].label = 0;
  ground.all = {"half", {0, 1, 2, 3}, {4, 5}};
  Choices choices = ground.world.choices();
  const auto voters_of = [&](Seed seed) {
    choices.seed = seed;
    return ground.judged_by(resolve(ground.world.row_of_trees("row"), choices))[0].voters;
  };
  EXPECT_EQ(voters_of(1), voters_of(1));
  EXPECT_NE(voters_of(1), voters_of(2));
}

TEST(TreesRun, StopsWhenInterrupted) {
  const Ground ground;
  const Experiment row =
      resolve(ground.world.row_of_trees("row", R"({"rounds": 100000})"), ground.world.choices());
  std::size_t grown_last = 0;
  const Place place{.is_interrupted = [&] { return grown_last > 0; },
                    .progress = [&](const training::Progress& now) { grown_last = now.samples; }};
  EXPECT_THROW(grown(row, ground.all, ground.encoder, ground.pictures, place), Interrupted);
  EXPECT_LT(grown_last, 100'000U);
}

}  // namespace
}  // namespace msmv::experiments
