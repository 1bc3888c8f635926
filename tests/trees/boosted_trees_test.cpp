#include "msmv/trees/boosted_trees.h"

#include <gtest/gtest.h>
#include <omp.h>

#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>

namespace msmv::trees {
namespace {

// One feature, which is -1 for the first class and 1 for the second.
struct Two {
  Descriptors descriptors{4, 1, {-1, -1, 1, 1}};
  std::vector<std::size_t> labels = {0, 0, 1, 1};
};

const Config kOneTree{.rounds = 1,
                      .depth = 1,
                      .learning_rate = 0.5,
                      .feature_share = 1,
                      .least_weight = 0,
                      .shrinkage = 1,
                      .balance_classes = false,
                      .models = 1};

// Before the first tree both classes have p = 0.5. Of a descriptor's own class the gradient is
// -0.5, of the other 0.5; the second derivative, which XGBoost doubles for softmax, is 2 * 0.5 *
// 0.5. A leaf of two has sums of -1 and 1; its answer is 1 / (1 + 1) times the learning rate, 0.25,
// for the own class and -0.25 for the other: softmax 1 / (1 + exp(-0.5)).
TEST(BoostedTrees, AnswerAsWorkedOutByHand) {
  const Two two;
  const auto scores = grow(two.descriptors, two.labels, 2, kOneTree)->scores(two.descriptors);
  const double own = 1 / (1 + std::exp(-0.5));
  ASSERT_EQ(scores.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(scores[i][two.labels[i]], own, 1e-6);
    EXPECT_NEAR(scores[i][0] + scores[i][1], 1, 1e-6);
  }
}

// Three of the first class, one of the second, which nothing tells apart: the scores are the
// frequencies, or, balanced, halves.
TEST(BoostedTrees, BalanceClassesWhenAskedTo) {
  const Descriptors same{4, 1, {1, 1, 1, 1}};
  const std::vector<std::size_t> labels = {0, 0, 0, 1};
  Config config = kOneTree;
  config.rounds = 200;
  config.shrinkage = 0;
  EXPECT_NEAR(grow(same, labels, 2, config)->scores(same)[0][0], 0.75, 1e-3);
  config.balance_classes = true;
  EXPECT_NEAR(grow(same, labels, 2, config)->scores(same)[0][0], 0.5, 1e-3);
}

// 90 descriptors of 40 features, of which three tell three classes apart, and noise.
struct Noisy {
  Descriptors descriptors{90, 40, {}};
  std::vector<std::size_t> labels;

  Noisy() {
    std::mt19937 random(7);
    for (std::size_t i = 0; i < descriptors.count; ++i) {
      labels.push_back(i % 3);
      for (std::size_t feature = 0; feature < descriptors.features; ++feature) {
        const float noise = static_cast<float>(random() % 1000) / 1000;
        descriptors.values.push_back(noise + (feature == labels.back() ? 0.7F : 0));
      }
    }
  }
};

TEST(BoostedTrees, LearnWhatTellsClassesApart) {
  const Noisy noisy;
  const auto scores =
      grow(noisy.descriptors, noisy.labels, 3, {.rounds = 20})->scores(noisy.descriptors);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    EXPECT_EQ(best_class(scores[i]), noisy.labels[i]) << i;
    EXPECT_NEAR(std::accumulate(scores[i].begin(), scores[i].end(), 0.0), 1, 1e-5);
  }
}

TEST(BoostedTrees, AreTheSameForTheSameSeedWhateverTheThreads) {
  const Noisy noisy;
  const Config config{.rounds = 5, .models = 2};
  const auto scores_of = [&](Seed seed) {
    return grow(noisy.descriptors, noisy.labels, 3, config, {.seed = seed})
        ->scores(noisy.descriptors);
  };
  const int before = omp_get_max_threads();
  const auto first = scores_of(3);
  omp_set_num_threads(before == 1 ? 2 : 1);
  const auto again = scores_of(3);
  omp_set_num_threads(before);
  EXPECT_EQ(first, again);
  EXPECT_NE(first, scores_of(4)) << "each tree looks at features that are drawn";
}

TEST(BoostedTrees, ScoresOfModelsAreAveraged) {
  const Noisy noisy;
  const Config two{.rounds = 3, .models = 2};
  Config one = two;
  one.models = 1;
  const auto scores_by = [&](const Config& config, Seed seed) {
    return grow(noisy.descriptors, noisy.labels, 3, config, {.seed = seed})
        ->scores(noisy.descriptors);
  };
  const auto first = scores_by(one, 9), both = scores_by(two, 9);
  EXPECT_NE(first, both);
  // The second alone is what is missing to the mean: probabilities, too.
  for (std::size_t i = 0; i < both.size(); ++i) {
    double sum = 0;
    for (std::size_t label = 0; label < 3; ++label) {
      const double second = 2.0 * both[i][label] - first[i][label];
      EXPECT_GT(second, 0);
      sum += second;
    }
    EXPECT_NEAR(sum, 1, 1e-5);
  }
}

// As many rounds as would take minutes.
TEST(BoostedTrees, TellHowFarTheyAreAndStopWhenInterrupted) {
  const Noisy noisy;
  int told = 0, last = 0;
  const Growth growth{.is_interrupted = [&] { return told > 1; },
                      .progress =
                          [&](int rounds, int of) {
                            EXPECT_EQ(of, 200'000);
                            EXPECT_GE(rounds, last);
                            last = rounds;
                            ++told;
                          }};
  const Config endless{.rounds = 100'000, .models = 2};
  EXPECT_FALSE(grow(noisy.descriptors, noisy.labels, 3, endless, growth));
  EXPECT_GT(last, 0);
  EXPECT_LT(last, 200'000);
}

TEST(BoostedTrees, RefuseWhatDoesNotFit) {
  const Two two;
  EXPECT_THROW(grow(two.descriptors, {0, 1}, 2, kOneTree), std::invalid_argument);
  EXPECT_THROW(grow(two.descriptors, {0, 0, 1, 2}, 2, kOneTree), std::invalid_argument);
  EXPECT_THROW(grow({}, {}, 2, kOneTree), std::invalid_argument);
  const auto trees = grow(two.descriptors, two.labels, 2, kOneTree);
  EXPECT_THROW(trees->scores({1, 2, {1, 1}}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::trees
