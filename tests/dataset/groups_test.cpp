#include "msmv/dataset/groups.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

// Class A: a01 a02 a03 a04 a05, then after a gap a09 a10; class B: b01 b02 b03.
Dataset example() {
  Dataset dataset{"d", {"A", "B"}, {}};
  for (const char* name :
       {"a01.png", "a02.png", "a03.png", "a04.png", "a05.png", "a09.png", "a10.png"}) {
    dataset.samples.push_back({name, name, 0});
  }
  for (const char* name : {"b01.png", "b02.png", "b03.png"}) {
    dataset.samples.push_back({name, name, 1});
  }
  return dataset;
}

using Groups = std::vector<Group>;

TEST(Groups, BlocksEndAtAGapAClassAndTheirLength) {
  EXPECT_EQ(neighbour_blocks(example(), {.length = 10}),
            (Groups{{0, 1, 2, 3, 4}, {5, 6}, {7, 8, 9}}));
  EXPECT_EQ(neighbour_blocks(example(), {.length = 3}),
            (Groups{{0, 1}, {2, 3, 4}, {5, 6}, {7, 8, 9}}));
}

TEST(Groups, WithoutALengthEachClassIsCutIntoAsManyBlocksAsFolds) {
  EXPECT_EQ(neighbour_blocks(example(), {.folds = 2}),
            (Groups{{0, 1, 2}, {3, 4, 5, 6}, {7}, {8, 9}}));
  EXPECT_EQ(neighbour_blocks(example(), {.folds = 5}).size(), 8U);  // class B has three images
}

// Twelve images in two folds: the even cut is before number 7, a gap lies before number 6, and
// where numbers 5 to 7 are one patient's, the cut goes past them.
TEST(Groups, ACutMovesToAGapOrOffAPatient) {
  Dataset dataset{"d", {"A"}, {}};
  for (const int number : {1, 2, 3, 4, 5, 16, 17, 18, 19, 20, 21, 22}) {
    dataset.samples.push_back({"a" + std::to_string(number) + ".png", "", 0});
  }
  EXPECT_EQ(neighbour_blocks(dataset, {.folds = 2}),
            (Groups{{0, 1, 2, 3, 4}, {5, 6, 7, 8, 9, 10, 11}}));
  for (const std::size_t i : {4U, 5U, 6U}) {
    dataset.samples[i].patient = "p";
  }
  EXPECT_EQ(neighbour_blocks(dataset, {.folds = 2}),
            (Groups{{0, 1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11}}));
}

TEST(Groups, BlocksDoNotDependOnTheOrderOfTheManifest) {
  Dataset reversed = example();
  std::ranges::reverse(reversed.samples);
  Groups blocks = neighbour_blocks(reversed, {.length = 3});
  for (Group& block : blocks) {
    for (std::size_t& i : block) {
      i = reversed.samples.size() - 1 - i;
    }
  }
  EXPECT_EQ(blocks, neighbour_blocks(example(), {.length = 3}));
}

TEST(Groups, FilesWithoutNumbersAreNeighboursByName) {
  const Dataset dataset{"d", {"A"}, {{"x.png", "", 0}, {"z.png", "", 0}, {"y.png", "", 0}}};
  EXPECT_EQ(neighbour_blocks(dataset, {.length = 2}), (Groups{{0}, {2, 1}}));
}

TEST(Groups, BlocksThatShareAPatientAreJoined) {
  Dataset dataset = example();
  dataset.samples[2].patient = "19";
  dataset.samples[8].patient = "19";
  dataset.samples[9].patient = "20";
  dataset.samples[5].patient = "20";
  EXPECT_EQ(join_patients(dataset, {{0, 1}, {2, 3, 4}, {5, 6}, {7}, {8, 9}}),
            (Groups{{0, 1}, {2, 3, 4, 5, 6, 8, 9}, {7}}));
}

TEST(Groups, APatientIsOneGroupAndMustBeKnown) {
  Dataset dataset{"d", {"A"}, {{"1", "", 0, "x"}, {"2", "", 0, "y"}, {"3", "", 0, "x"}}};
  EXPECT_EQ(by_patient(dataset), (Groups{{0, 2}, {1}}));
  dataset.samples[1].patient = "";
  try {
    by_patient(dataset);
    FAIL() << "no fault";
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()),
              "d: can't be split by patients: 1 of 3 images have no patient (blocks need none)");
  }
}

TEST(Groups, SingleImagesAreDealtEvenlyByClass) {
  const Dataset dataset = example();
  for (Seed seed = 0; seed < 20; ++seed) {
    for (const Group& fold : deal(dataset, single_images(dataset), 3, seed)) {
      const auto of_a = std::ranges::count_if(fold, [](std::size_t i) { return i < 7; });
      EXPECT_TRUE(of_a == 2 || of_a == 3);    // 7 into 3
      EXPECT_EQ(std::ssize(fold) - of_a, 1);  // 3 into 3
      EXPECT_TRUE(std::ranges::is_sorted(fold));
    }
  }
}

TEST(Groups, DealingFollowsTheSeed) {
  const Dataset dataset = example();
  const auto first = deal(dataset, single_images(dataset), 3, 5);
  EXPECT_EQ(first, deal(dataset, single_images(dataset), 3, 5));
  EXPECT_NE(first, deal(dataset, single_images(dataset), 3, 6));
}

TEST(Groups, AGroupStaysTogether) {
  const auto folds = deal(example(), {{0, 1, 2, 3, 4}, {5, 6}, {7, 8, 9}}, 2, 1);
  ASSERT_EQ(folds.size(), 2U);
  for (const Group& fold : folds) {
    EXPECT_EQ(std::ranges::count(fold, 0U), std::ranges::count(fold, 4U));
    EXPECT_EQ(std::ranges::count(fold, 7U), std::ranges::count(fold, 9U));
    EXPECT_NE(std::ranges::count(fold, 0U), std::ranges::count(fold, 5U));  // A in both folds
  }
}

TEST(Groups, MoreFoldsThanGroupsAreRefused) {
  EXPECT_THROW(deal(example(), {{0, 1}, {2}}, 3, 1), InputError);
}

}  // namespace
}  // namespace msmv::dataset
