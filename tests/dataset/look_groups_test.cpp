#include "msmv/dataset/look_groups.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "msmv/dataset/split.h"
#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

Look look(double red, double sharpness) {
  return {.density_mean = {red, 0.5, 0.2}, .sharpness = sharpness};
}

// Pale and soft, pale and sharp, dark; in turn, so that order tells nothing.
Dataset three_laboratories() {
  Dataset dataset{"d", {"A", "B"}, {}};
  for (int i = 0; i < 12; ++i) {
    const double jitter = 0.001 * i;
    Sample sample{.path = std::to_string(i) + ".png", .name = std::to_string(i), .label = i % 2};
    sample.look = i % 3 == 0   ? look(0.3 + jitter, 20 + i)
                  : i % 3 == 1 ? look(0.3 - jitter, 40 + i)
                               : look(0.6 + jitter, 20 - i);
    dataset.samples.push_back(sample);
  }
  return dataset;
}

using Groups = std::vector<Group>;

TEST(LookGroups, PicturesThatLookAlikeComeTogether) {
  EXPECT_EQ(by_look(three_laboratories(), 3, 1),
            (Groups{{0, 3, 6, 9}, {1, 4, 7, 10}, {2, 5, 8, 11}}));
}

TEST(LookGroups, AreTheSameForAnySeedWhereGroupsLieApart) {
  for (const Seed seed : {2U, 3U, 4U}) {
    EXPECT_EQ(by_look(three_laboratories(), 3, seed), by_look(three_laboratories(), 3, 1));
  }
}

// Sharpness spans 40 levels and density 0.3: unless each is brought to one scale, sharpness alone
// decides, and 20 - 11 = 9 to 20 + 9 = 29 would be parted otherwise.
TEST(LookGroups, EachNumberCountsByItsDeviation) {
  std::vector<Look> looks;
  for (const double sharpness : {0.0, 40.0}) {
    for (const double red : {0.30, 0.31, 0.60, 0.61}) {
      looks.push_back(look(red, sharpness + (red > 0.5 ? 15 : 0)));
    }
  }
  EXPECT_EQ(cluster(looks, 4, 1), (std::vector<std::size_t>{0, 0, 1, 1, 2, 2, 3, 3}));
}

TEST(LookGroups, APatientsImagesComeToWhereMostOfThemAre) {
  Dataset dataset = three_laboratories();
  for (const std::size_t i : {0U, 3U, 1U}) {
    dataset.samples[i].patient = "p";
  }
  EXPECT_EQ(by_look(dataset, 3, 1), (Groups{{0, 1, 3, 6, 9}, {4, 7, 10}, {2, 5, 8, 11}}));
}

TEST(LookGroups, RefuseLooksThatWereNotMeasured) {
  Dataset dataset = three_laboratories();
  dataset.samples[5].look.reset();
  try {
    by_look(dataset, 3, 1);
    ADD_FAILURE() << "no fault";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "5.png: its look was not measured, and the split goes by looks");
  }
}

TEST(LookGroups, RefuseMoreGroupsThanLooks) {
  Dataset dataset = three_laboratories();
  for (Sample& sample : dataset.samples) {
    sample.look = look(0.3, sample.label == 0U ? 20 : 30);
  }
  try {
    by_look(dataset, 3, 1);
    ADD_FAILURE() << "no fault";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "d: 3 folds by look need as many pictures that look different, got 2");
  }
  EXPECT_THROW(cluster({look(0.3, 20)}, 2, 1), std::invalid_argument);
  EXPECT_THROW(cluster({look(0.3, 20)}, 0, 1), std::invalid_argument);
}

TEST(LookGroups, AreTheFoldsOfASplit) {
  const Dataset dataset = three_laboratories();
  const Split parted = split(dataset, {.method = SplitMethod::looks, .folds = 3});
  EXPECT_EQ(parted.name, "looks, 3 folds, seed 1");
  ASSERT_EQ(parted.parts.size(), 3U);
  EXPECT_EQ(parted.parts[1].name, "fold_2");
  EXPECT_EQ(parted.parts[1].samples, (Group{1, 4, 7, 10}));
  EXPECT_EQ(describe(dataset, parted),
            "looks, 3 folds, seed 1 (fold_1 4, fold_2 4, fold_3 4); groups of like colour and "
            "sharpness, a stand-in for another laboratory; patients unknown for 12 of 12 images: "
            "one may be in several parts, so the figures may be optimistically biased");
}

}  // namespace
}  // namespace msmv::dataset
