#include "msmv/training/presets.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"

namespace msmv::training {
namespace {

TEST(Presets, PaperIsThePapersLetter) {
  const Config paper = preset("paper");
  EXPECT_EQ(paper.epochs, 75);
  EXPECT_EQ(paper.batch, 64);
  EXPECT_EQ(paper.samples_per_image, 0);  // all 72
  EXPECT_EQ(paper.optimizer, Optimizer::sgd);
  EXPECT_EQ(paper.momentum, 0.9);
  EXPECT_EQ(paper.weight_decay, 1e-4);
  EXPECT_EQ(paper.learning_rate, 0.01);
  EXPECT_EQ(paper.first_trained_stage, 0);
  EXPECT_EQ(paper.label_smoothing + paper.dropout + paper.average_weights + paper.mixup, 0);
  EXPECT_EQ(to_json(paper.augmentation), to_json(Augmentation{}));
  EXPECT_EQ(to_json(paper), to_json(Config{}));  // the defaults are the paper's
}

TEST(Presets, AllCanBeRead) {
  for (const Preset& candidate : presets()) {
    EXPECT_NO_THROW(preset(candidate.name)) << candidate.name;
  }
  EXPECT_EQ(preset("frozen").first_trained_stage, 5);
  EXPECT_EQ(preset("last-stage").first_trained_stage, 4);
  EXPECT_EQ(preset("stages34").first_trained_stage, 3);
}

TEST(Presets, AnUnknownNameIsToldTheKnownOnes) {
  try {
    preset("papr");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "preset \"papr\" is none of paper, frozen, last-stage, stages34, full");
  }
}

}  // namespace
}  // namespace msmv::training
