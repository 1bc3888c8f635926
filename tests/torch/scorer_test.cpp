#include "msmv/torch/scorer.h"

#include <gtest/gtest.h>
#include <omp.h>
#include <torch/torch.h>

#include <numeric>

#include "golden/formula_module.h"
#include "golden/read.h"
#include "msmv/torch/score_network.h"

namespace msmv::libtorch {
namespace {

const fdnet::Sizes kSizes{.scales = 3, .features = 64, .classes = 4};
const fdnet::Config kConfig{
    .discriminator = fdnet::Discriminator::bilstm, .layers = 2, .hidden_per_direction = 24};

Scorer formula_scorer() {
  const ScoreNetwork named(kConfig, 3, 64, 4);
  return {kConfig, kSizes, golden::weights_for(*named, "fdnet.")};
}

Encodings five_encodings() {
  return {5, 3, 64, golden::tensor("encodings", {5, 3, 64}, 0, 2).values};
}

TEST(Scorer, GivesPyTorchsLogitsAndTheirSoftmax) {
  const auto wanted = golden::read("fdnet.json").at("logits").at("2").get<std::vector<float>>();
  const auto scorer = formula_scorer();
  const auto logits = scorer.logits(five_encodings());
  const auto scores = scorer.scores(five_encodings());
  ASSERT_EQ(logits.size(), 5U);
  for (std::size_t sample = 0; sample < 5; ++sample) {
    float sum = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      sum += std::exp(wanted[sample * 4 + k]);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      EXPECT_NEAR(logits[sample][k], wanted[sample * 4 + k], 2e-5F);
      EXPECT_NEAR(scores[sample][k], std::exp(wanted[sample * 4 + k]) / sum, 1e-5F);
    }
  }
}

TEST(Scorer, DependsOnNeitherBatchNorThreads) {
  const auto scorer = formula_scorer();
  const auto all = five_encodings();
  const auto whole = scorer.logits(all);
  const int threads = omp_get_max_threads();
  omp_set_num_threads(1);
  EXPECT_EQ(scorer.logits(all), whole);
  omp_set_num_threads(threads);
  const Encodings third{1, 3, 64, {all.values.begin() + 2 * 192, all.values.begin() + 3 * 192}};
  EXPECT_EQ(scorer.logits(third).front(), whole[2]);
}

TEST(Scorer, RefusesEncodingsOfOtherSizes) {
  EXPECT_THROW(formula_scorer().scores({1, 2, 64, std::vector<float>(128)}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::libtorch
