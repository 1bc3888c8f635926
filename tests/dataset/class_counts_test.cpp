#include "msmv/dataset/class_counts.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

// Images of classes A, B and C by their labels.
Dataset images(const std::vector<std::size_t>& labels) {
  Dataset dataset{"m.csv", {"A", "B", "C"}, {}};
  for (const std::size_t label : labels) {
    dataset.samples.push_back({"x.tif", "x.tif", label});
  }
  return dataset;
}

std::string fault_of(const Dataset& dataset, const Fold& fold) {
  try {
    require_learnable(dataset, fold, Beginning::fresh);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(ClassCounts, OccurringClassesStayInTheirOrder) {
  EXPECT_EQ(occurring_classes(images({2, 0, 2})), (ClassNames{"A", "C"}));
  EXPECT_EQ(occurring_classes(images({})), ClassNames{});
}

TEST(ClassCounts, AClassWithoutAnImageToLearnFromIsRefused) {
  EXPECT_EQ(fault_of(images({0, 1, 2, 2}), {"", {1, 2}, {0, 3}}),
            "m.csv: class A has no image to learn from (--classes leaves a class out)");
  EXPECT_EQ(fault_of(images({0, 1, 2, 2}), {"", {1}, {0, 2, 3}}),
            "m.csv: classes A, C have no image to learn from (--classes leaves a class out)");
}

TEST(ClassCounts, FewImagesAreSaid) {
  const std::vector<std::string> expected = {"class A has no image to be evaluated on",
                                             "class B has one image to learn from",
                                             "class B has one image to be evaluated on"};
  EXPECT_EQ(require_learnable(images({0, 0, 1, 2, 2, 1, 2, 2}), {"", {0, 1, 2, 3, 4}, {5, 6, 7}},
                              Beginning::fresh),
            expected);
  EXPECT_EQ(
      require_learnable(images({0, 0, 1, 1, 2, 2}), {"", {0, 1, 2, 3, 4, 5}, {}}, Beginning::fresh),
      std::vector<std::string>{});
}

TEST(ClassCounts, ATrainedNetworkMayLearnNothingMoreOfAClass) {
  EXPECT_EQ(require_learnable(images({0, 0, 1, 1}), {"", {0, 1, 2, 3}, {}}, Beginning::trained),
            std::vector<std::string>{"class C has no image to learn from"});
}

}  // namespace
}  // namespace msmv::dataset
