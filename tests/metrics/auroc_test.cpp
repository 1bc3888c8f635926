#include "msmv/metrics/auroc.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace msmv::metrics {
namespace {

using Scores = std::vector<float>;

// Of the pairs (0.35, 0.8) x (0.1, 0.4), three of four are in order.
TEST(Auroc, IsTheShareOfPairsInOrder) {
  EXPECT_DOUBLE_EQ(*auroc(Scores{0.1F, 0.4F, 0.35F, 0.8F}, {false, false, true, true}), 0.75);
}

TEST(Auroc, EqualScoresCountOneHalf) {
  EXPECT_DOUBLE_EQ(*auroc(Scores{0.5F, 0.5F, 0.5F}, {true, false, false}), 0.5);
  // (0.5 | 0.5) half, (0.5 | 0.2) one, (0.9 | 0.5) one, (0.9 | 0.2) one: 3.5 of 4.
  EXPECT_DOUBLE_EQ(*auroc(Scores{0.5F, 0.5F, 0.2F, 0.9F}, {true, false, false, true}), 0.875);
}

TEST(Auroc, EqualsCountingPairsOneByOne) {
  Scores scores;
  std::vector<bool> of_class;
  for (unsigned i = 0; i < 200; ++i) {
    scores.push_back(static_cast<float>(i * 37 % 23) / 23.0F);
    of_class.push_back(i * 31 % 7 < 2);
  }
  double in_order = 0, pairs = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (of_class[i] && !of_class[j]) {
        ++pairs;
        in_order += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
      }
    }
  }
  EXPECT_NEAR(*auroc(scores, of_class), in_order / pairs, 1e-12);
}

TEST(Auroc, NeedsBothSides) {
  EXPECT_EQ(auroc(Scores{0.5F}, {true}), std::nullopt);
  EXPECT_EQ(auroc(Scores{0.5F}, {false}), std::nullopt);
  EXPECT_THROW(auroc(Scores{0.5F}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::metrics
