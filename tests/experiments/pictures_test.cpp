#include "msmv/experiments/pictures.h"

#include "experiments/small_world.h"
#include "msmv/training/from_pictures.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

std::size_t entries_in(const std::filesystem::path& folder) {
  const std::filesystem::directory_iterator files(folder);
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

TEST(Pictures, PlanKeepsTheWidestSettings) {
  const SmallWorld world;
  const auto& encoder = world.encoders.at(pfenet::Backbone::resnet50);
  Pictures pictures(world.set, {.store = world.folder / "store"});
  const auto two = world.experiment("two").model;
  auto coarse = two;
  coarse.krem.windows_px = {96};
  coarse.krem.steps_px = {16};
  auto other = two;
  other.krem.selector = krem::Selector::random;
  pictures.plan({coarse, &encoder});
  pictures.plan({two, &encoder});
  pictures.plan({coarse, &encoder});
  pictures.plan({other, &encoder});
  ASSERT_EQ(pictures.planned().size(), 2U);
  EXPECT_EQ(pictures.planned()[0].config.scales(), 2U);
  EXPECT_EQ(pictures.planned()[1].config.krem.selector, krem::Selector::random);
}

// The same file of weights, another last stage.
TEST(Pictures, OfAnotherBackboneAreOtherEncodings) {
  const SmallWorld world;
  const auto& encoder = world.encoders.at(pfenet::Backbone::resnet50);
  Pictures pictures(world.set, {.store = world.folder / "store"});
  const auto whole = world.experiment("whole").model;
  auto stage3 = whole;
  stage3.pfenet.backbone = pfenet::Backbone::resnet50_stage3;
  pictures.plan({whole, &encoder});
  pictures.plan({stage3, &encoder});
  EXPECT_EQ(pictures.planned().size(), 2U);
  EXPECT_EQ(pictures.encoded({0}, {whole, &encoder})[0].encodings.features, 2048U);
  EXPECT_EQ(pictures.encoded({0}, {stage3, &encoder})[0].encodings.features, 1024U);
}

// Colours go round the samples: a part of them would have others.
TEST(Pictures, OfOtherColoursAreOtherEncodings) {
  const SmallWorld world;
  const auto& encoder = world.encoders.at(pfenet::Backbone::resnet50);
  Pictures pictures(world.set, {.store = world.folder / "store"});
  const auto two = world.experiment("two").model;
  auto one_view = two;
  one_view.krem.views = 1;
  const patches::Recolouring colours{.colourings = 2, .stain_gain = 0.3};
  pictures.plan({two, &encoder});
  pictures.plan({two, &encoder, colours});
  pictures.plan({two, &encoder, colours});
  pictures.plan({one_view, &encoder, colours});
  pictures.plan({one_view, &encoder});
  EXPECT_EQ(pictures.planned().size(), 3U);
  const auto plain = pictures.encoded({0}, {two, &encoder});
  const auto coloured = pictures.encoded({0}, {two, &encoder, colours});
  EXPECT_EQ(entries_in(world.folder / "store"), 2U);
  EXPECT_NE(plain[0].encodings.values, coloured[0].encodings.values);
  EXPECT_EQ(pictures.encoded({0}, {one_view, &encoder})[0].encodings.samples, 1U);
  EXPECT_EQ(entries_in(world.folder / "store"), 2U) << "a part of what is plain";
}

// One store serves `msmv train` and experiments.
TEST(Pictures, HaveTheEntriesOfTraining) {
  const SmallWorld world;
  const Encoder encoder = [&] {  // with the id that training gives
    pfenet::write_encoder(world.folder / "e.safetensors",
                          world.encoders.at(pfenet::Backbone::resnet50).weights);
    return encoders_in({world.folder / "e.safetensors"}, "").begin()->second;
  }();
  const Experiment row = world.experiment("row");
  const auto trained_on = training::gather(
      world.set, {.name = "", .training = {0, 1}, .validation = {}},
      model_to_begin_with(row.model, encoder, 1), row.training, {.store = world.folder / "store"});
  const Pictures pictures(world.set, {.store = world.folder / "store"});
  EXPECT_EQ(pictures.missing({row.model, &encoder}), (std::vector<std::size_t>{2, 3, 4, 5}));
  const auto images = pictures.encoded({0, 1}, {row.model, &encoder});
  EXPECT_EQ(entries_in(world.folder / "store"), 2U);
  EXPECT_EQ(images[1].encodings.values, trained_on.training[1].encodings.values);
  EXPECT_EQ(images[1].label, 1U);
}

TEST(Pictures, StopWhenInterrupted) {
  const SmallWorld world;
  const Pictures pictures(world.set,
                          {.store = world.folder / "store", .is_interrupted = [] { return true; }});
  const auto& encoder = world.encoders.at(pfenet::Backbone::resnet50);
  EXPECT_THROW(pictures.encoded({0}, {world.experiment("row").model, &encoder}), Interrupted);
  EXPECT_THROW(pictures.patches({0}, world.experiment("row").model, 0), Interrupted);
}

TEST(Pictures, PatchesHaveAMargin) {
  const SmallWorld world;
  const Pictures pictures(world.set, {.store = world.folder / "store"});
  const auto images = pictures.patches({3}, world.experiment("row").model, 4);
  EXPECT_EQ(images[0].patches.side_px, 40U);
  EXPECT_EQ(images[0].patches.samples, 2U);
  EXPECT_EQ(images[0].label, 1U);
}

}  // namespace
}  // namespace msmv::experiments
