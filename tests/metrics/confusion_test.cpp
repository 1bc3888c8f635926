#include "msmv/metrics/confusion.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace msmv::metrics {
namespace {

using Answers = std::vector<std::optional<std::size_t>>;

// Truth in rows, answers in columns, the last one "none":
//   3 1 0 0
//   0 2 1 1
//   0 0 2 0
Confusion example() {
  return confusion(std::vector<std::size_t>{0, 0, 0, 0, 1, 1, 1, 1, 2, 2},
                   Answers{0, 0, 0, 1, 1, 1, 2, std::nullopt, 2, 2}, 3);
}

TEST(Confusion, CountsEachTruthAndAnswer) {
  EXPECT_EQ(example().counts, (std::vector<std::int64_t>{3, 1, 0, 0, 0, 2, 1, 1, 0, 0, 2, 0}));
  EXPECT_EQ(example().total(), 10);
  EXPECT_EQ(example().right(), 7);
  EXPECT_EQ(example().of_class(1), 4);
}

TEST(Confusion, ACaseWithoutAnAnswerIsWrong) {
  EXPECT_EQ(example().unanswered(), 1);
  EXPECT_EQ(figures_of(example(), 1).fn, 2);
  EXPECT_DOUBLE_EQ(averages(example()).accuracy, 0.7);
}

TEST(Confusion, FiguresOfOneClassAgainstTheRest) {
  const ClassFigures figures = figures_of(example(), 1);
  EXPECT_EQ(figures.tp, 2);
  EXPECT_EQ(figures.fp, 1);
  EXPECT_EQ(figures.fn, 2);
  EXPECT_EQ(figures.tn, 5);
  EXPECT_DOUBLE_EQ(*figures.precision, 2.0 / 3);
  EXPECT_DOUBLE_EQ(*figures.recall, 2.0 / 4);
  EXPECT_DOUBLE_EQ(*figures.f1, 4.0 / 7);
  EXPECT_DOUBLE_EQ(figures.accuracy, 7.0 / 10);
}

TEST(Confusion, AveragesGiveEachClassTheSameWeight) {
  const Averages means = averages(example());
  EXPECT_DOUBLE_EQ(means.recall, (3.0 / 4 + 2.0 / 4 + 2.0 / 2) / 3);
  EXPECT_DOUBLE_EQ(means.balanced_accuracy, means.recall);
  EXPECT_DOUBLE_EQ(means.precision, (3.0 / 3 + 2.0 / 3 + 2.0 / 3) / 3);
  EXPECT_DOUBLE_EQ(means.f1, (6.0 / 7 + 4.0 / 7 + 4.0 / 5) / 3);
}

TEST(Confusion, AFigureWithoutCasesIsNoneAndLeavesTheAverages) {
  const Confusion two_of_three = confusion(std::vector<std::size_t>{0, 1}, Answers{0, 0}, 3);
  EXPECT_EQ(figures_of(two_of_three, 1).precision, std::nullopt);  // never named
  EXPECT_EQ(figures_of(two_of_three, 2).recall, std::nullopt);     // no cases
  EXPECT_EQ(figures_of(two_of_three, 2).f1, std::nullopt);
  EXPECT_DOUBLE_EQ(averages(two_of_three).recall, 0.5);      // (1 + 0) / 2
  EXPECT_DOUBLE_EQ(averages(two_of_three).precision, 0.25);  // (1/2 + 0) / 2
}

TEST(Confusion, RefusesWhatDoesNotFit) {
  EXPECT_THROW(confusion(std::vector<std::size_t>{0}, Answers{}, 2), std::invalid_argument);
  EXPECT_THROW(confusion(std::vector<std::size_t>{2}, Answers{0}, 2), std::invalid_argument);
  EXPECT_THROW(confusion(std::vector<std::size_t>{0}, Answers{2}, 2), std::invalid_argument);
  EXPECT_THROW(averages(Confusion(2)), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::metrics
