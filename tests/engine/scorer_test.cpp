#include "msmv/engine/scorer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "golden/formula.h"
#include "golden/read.h"

namespace msmv::engine {
namespace {

using fdnet::Discriminator;

const fdnet::Sizes kSizes{.scales = 3, .features = 64, .classes = 4};

Scorer formula_scorer(const fdnet::Config& config) {
  weights::Tensors tensors;
  for (const auto& [name, shape] : fdnet::layout(config, kSizes)) {
    tensors["fdnet." + name] = golden::weight(name, shape);
  }
  return {config, kSizes, tensors};
}

Encodings golden_encodings() {
  return {5, 3, 64, golden::tensor("encodings", {5, 3, 64}, 0, 2).values};
}

TEST(EngineScorer, GivesPyTorchsLogitsForEachNumberOfLayers) {
  for (const int layers : {1, 2, 3}) {
    const Scorer scorer = formula_scorer(
        {.discriminator = Discriminator::bilstm, .layers = layers, .hidden_per_direction = 24});
    const auto expected = golden::read("fdnet.json")
                              .at("logits")
                              .at(std::to_string(layers))
                              .get<std::vector<float>>();
    const auto logits = scorer.logits(golden_encodings());
    ASSERT_EQ(logits.size(), expected.size());
    for (std::size_t i = 0; i < logits.size(); ++i) {
      EXPECT_NEAR(logits[i], expected[i], 1e-6F) << layers << " layers";  // 24-bit sums of 64
    }
  }
}

TEST(EngineScorer, ScoresAreTheSoftmaxOfTheLogits) {
  const Scorer scorer = formula_scorer({.hidden_per_direction = 24});
  const auto logits = scorer.logits(golden_encodings());
  const auto scores = scorer.scores(golden_encodings());
  ASSERT_EQ(scores.size(), 5U);
  double sum = 0;
  for (std::size_t k = 0; k < 4; ++k) {
    sum += std::exp(static_cast<double>(logits[4 + k]));
  }
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_NEAR(scores[1][k], std::exp(logits[4 + k]) / sum, 1e-6);
  }
}

TEST(EngineScorer, FullyConnectedAndSvmHeadsSeeAllScalesInARow) {
  for (const Discriminator head : {Discriminator::fc, Discriminator::svm}) {
    const auto encodings = golden_encodings();
    const auto logits = formula_scorer({.discriminator = head}).logits(encodings);
    const auto weight = golden::weight("classifier.weight", {4, 192});
    const auto bias = golden::weight("classifier.bias", {4});
    for (std::size_t i = 0; i < logits.size(); ++i) {
      double expected = bias.values[i % 4];
      for (std::size_t c = 0; c < 192; ++c) {
        expected += weight.values[i % 4 * 192 + c] * encodings.values[i / 4 * 192 + c];
      }
      EXPECT_NEAR(logits[i], expected, 1e-5);
    }
  }
}

TEST(EngineScorer, ASampleHasTheSameBitsWhateverItsNeighbours) {
  const Scorer scorer = formula_scorer({.hidden_per_direction = 24});
  const Encodings all = golden_encodings();
  const auto together = scorer.logits(all);
  for (std::size_t i = 0; i < 5; ++i) {
    const auto begin = all.values.begin() + static_cast<long>(i * 192);
    const auto alone = scorer.logits({1, 3, 64, {begin, begin + 192}});
    EXPECT_TRUE(
        std::equal(alone.begin(), alone.end(), together.begin() + static_cast<long>(4 * i)));
  }
}

TEST(EngineScorer, RefusesEncodingsOfOtherSizes) {
  const Scorer scorer = formula_scorer({.hidden_per_direction = 24});
  EXPECT_THROW(scorer.scores({1, 2, 64, std::vector<float>(128)}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::engine
