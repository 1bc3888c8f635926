#include "msmv/vote/vote.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <stdexcept>

namespace msmv::vote {
namespace {

std::vector<ViewScores> voters(const std::vector<ClassScores>& scores) {
  std::vector<ViewScores> out;
  for (const ClassScores& each : scores) {
    out.push_back({.region = {}, .scores = each});
  }
  return out;
}

TEST(Vote, MostVotersWinAgainstTheSurerOnes) {
  const Diagnosis diagnosis =
      decide(voters({{0.5F, 0.5F - 0.125F}, {0.5F, 0.375F}, {0.0F, 1.0F}}), {});
  EXPECT_EQ(diagnosis.label, 0U);
  EXPECT_EQ(diagnosis.votes, (std::vector<int>{2, 1}));
  EXPECT_FLOAT_EQ(diagnosis.scores[0], 1.0F / 3);
  EXPECT_FLOAT_EQ(diagnosis.scores[1], 1.75F / 3);
}

TEST(Vote, TheMeanRuleListensToTheSurerOnes) {
  const Config config{.rule = Rule::mean};
  EXPECT_EQ(decide(voters({{0.5F, 0.375F}, {0.5F, 0.375F}, {0.0F, 1.0F}}), config).label, 1U);
}

TEST(Vote, TieGoesToTheLargerSummedScore) {
  EXPECT_EQ(decide(voters({{0.6F, 0.4F}, {0.1F, 0.9F}}), {}).label, 1U);
  EXPECT_EQ(decide(voters({{0.9F, 0.1F}, {0.4F, 0.6F}}), {}).label, 0U);
}

TEST(Vote, ASummedScoreCannotLiftAClassWithFewerVotes) {
  // Classes 0 and 1 tie at two votes; class 2 has one vote and the largest sum.
  const Diagnosis diagnosis = decide(voters({{0.4F, 0.25F, 0.35F},
                                             {0.4F, 0.25F, 0.35F},
                                             {0.2F, 0.42F, 0.38F},
                                             {0.2F, 0.42F, 0.38F},
                                             {0.0F, 0.0F, 1.0F}}),
                                     {});
  EXPECT_EQ(diagnosis.label, 1U);
}

TEST(Vote, FullTieGoesToTheClassThatComesFirst) {
  EXPECT_EQ(decide(voters({{0.25F, 0.75F}, {0.75F, 0.25F}}), {}).label, 0U);
  EXPECT_EQ(decide(voters({{0.5F, 0.5F}}), {}).votes, (std::vector<int>{1, 0}));
}

// Three voters against two surer ones: the class goes by votes, whatever the scores are brought to.
TEST(Vote, ATemperatureChangesTheScoresAndNeverTheClass) {
  const auto views = voters({{0.6F, 0.4F}, {0.6F, 0.4F}, {0.6F, 0.4F}, {0.1F, 0.9F}, {0.1F, 0.9F}});
  const Diagnosis before = decide(views, {});  // 2 : 3 in their means, 0.4 and 0.6
  const Diagnosis after = decide(views, {.temperature = 0.5});
  EXPECT_EQ(after.label, before.label);
  EXPECT_EQ(after.votes, before.votes);
  EXPECT_NEAR(before.scores[0], 0.4F, 1e-6F);
  EXPECT_NEAR(after.scores[0], 4.0F / 13, 1e-6F);  // 2^2 : 3^2
  EXPECT_EQ(after.views[0].scores, before.views[0].scores);
}

// A temperature on each voter's scores would turn some of these ties.
TEST(Vote, ATemperatureTurnsNoTie) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<float> pick(0, 1);
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<ClassScores> scores(6, ClassScores(2));
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const float sure = 0.5F + pick(random) / 2;
      scores[i] = i % 2 == 0 ? ClassScores{sure, 1 - sure} : ClassScores{1 - sure, sure};
    }
    for (const Rule rule : {Rule::majority, Rule::mean}) {
      const Diagnosis before = decide(voters(scores), {.rule = rule});
      const Diagnosis after = decide(voters(scores), {.rule = rule, .temperature = 0.3});
      ASSERT_EQ(after.label, before.label);
      ASSERT_GE(after.scores[after.label], 0.5F);
    }
  }
}

TEST(Vote, KeepsTheVotersInTheirOrder) {
  auto views = voters({{0.6F, 0.4F}, {0.1F, 0.9F}});
  views[0].region.view = View::flip_y;
  const Diagnosis diagnosis = decide(views, {});
  ASSERT_EQ(diagnosis.views.size(), 2U);
  EXPECT_EQ(diagnosis.views[0].region.view, View::flip_y);
  EXPECT_EQ(diagnosis.views[1].scores, (ClassScores{0.1F, 0.9F}));
}

// Scores over many magnitudes, where a plain sum in double rounds differently in each order.
TEST(Vote, DoesNotDependOnTheOrderOfTheVoters) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<float> exponent(-30, 0);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<ClassScores> scores(6, ClassScores(4));
    for (ClassScores& each : scores) {
      std::ranges::generate(each, [&] { return std::pow(10.0F, exponent(random)); });
    }
    const Diagnosis before = decide(voters(scores), {});
    std::ranges::shuffle(scores, random);
    const Diagnosis after = decide(voters(scores), {});
    ASSERT_EQ(after.label, before.label);
    ASSERT_EQ(after.votes, before.votes);
    ASSERT_EQ(after.scores, before.scores);
  }
}

TEST(Vote, RefusesVotersThatAreNone) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(decide({}, {}), std::invalid_argument);
  EXPECT_THROW(decide(voters({{}}), {}), std::invalid_argument);
  EXPECT_THROW(decide(voters({{0.5F, 0.5F}, {1.0F}}), {}), std::invalid_argument);
  EXPECT_THROW(decide(voters({{0.5F, nan}}), {}), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::vote
