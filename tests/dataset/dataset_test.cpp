#include "msmv/dataset/dataset.h"

#include <gtest/gtest.h>

namespace msmv::dataset {
namespace {

TEST(Dataset, WithoutLeavesOutEveryFileAtFault) {
  const Dataset all{"d", {"A"}, {{"d/1", "1", 0}, {"d/2", "2", 0}, {"d/3", "3", 0}}};
  const Dataset sound = without(all, {{"d/2", "is broken"}, {"elsewhere", "no such file"}});
  ASSERT_EQ(sound.samples.size(), 2U);
  EXPECT_EQ(sound.samples[0], all.samples[0]);
  EXPECT_EQ(sound.samples[1], all.samples[2]);
  EXPECT_EQ(sound.classes, all.classes);
}

TEST(Dataset, PartsHaveOneNameEach) {
  EXPECT_EQ(part_name("Training"), "train");
  EXPECT_EQ(part_name("valid"), "val");
  EXPECT_EQ(part_name("validation"), "val");
  EXPECT_EQ(part_name("Fold_3"), "fold_3");
  EXPECT_EQ(part_name(" TEST\u00a0"), "test");
}

TEST(Dataset, FaultsOfOneFileAreOneLine) {
  const std::vector<Fault> expected = {{"b", "first; third"}, {"a", "second"}};
  EXPECT_EQ(one_a_file({{"b", "first"}, {"a", "second"}, {"b", "third"}}), expected);
}

}  // namespace
}  // namespace msmv::dataset
