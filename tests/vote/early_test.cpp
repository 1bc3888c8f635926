#include "msmv/vote/early.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "msmv/vote/vote.h"

namespace msmv::vote {
namespace {

std::size_t label_of(const std::vector<ClassScores>& voters, const Config& config) {
  std::vector<ViewScores> views;
  for (const ClassScores& scores : voters) {
    views.push_back({.scores = scores});
  }
  return decide(views, config).label;
}

// All ways to share out a score of 1 in quarters.
std::vector<ClassScores> quarters(std::size_t classes) {
  std::vector<ClassScores> all;
  ClassScores scores(classes);
  const auto fill = [&](const auto& self, std::size_t label, int left) -> void {
    if (label + 1 == classes) {
      scores[label] = static_cast<float>(left) / 4;
      all.push_back(scores);
      return;
    }
    for (int share = 0; share <= left; ++share) {
      scores[label] = static_cast<float>(share) / 4;
      self(self, label + 1, left - share);
    }
  };
  fill(fill, 0, 4);
  return all;
}

// The labels of all endings of `voters` up to `total`, by trying them; checks each beginning.
std::set<std::size_t> try_endings(std::vector<ClassScores>& voters, std::size_t total,
                                  const std::vector<ClassScores>& choices, const Config& config) {
  if (voters.size() == total) {
    return {label_of(voters, config)};
  }
  std::set<std::size_t> labels;
  for (const ClassScores& choice : choices) {
    voters.push_back(choice);
    labels.merge(try_endings(voters, total, choices, config));
    voters.pop_back();
  }
  const auto got = settled(voters, total - voters.size(), config);
  const auto expected = labels.size() == 1 ? std::optional(*labels.begin()) : std::nullopt;
  EXPECT_EQ(got, expected) << "after " << voters.size() << " voters";
  return labels;
}

TEST(EarlyVote, StopsWhenAndOnlyWhenNoEndingChangesTheClass) {
  for (const Rule rule : {Rule::majority, Rule::mean}) {
    std::vector<ClassScores> voters;
    try_endings(voters, 5, quarters(2), {.rule = rule});
    try_endings(voters, 3, quarters(3), {.rule = rule});
  }
}

TEST(EarlyVote, GivesTheClassOfAllVotersWhateverTheirScores) {
  std::mt19937 random(1);
  std::uniform_real_distribution<float> pick(0, 1);
  std::size_t asked = 0;
  constexpr int kRounds = 3000;
  for (int round = 0; round < kRounds; ++round) {
    const Config config{.rule = round % 3 == 0 ? Rule::mean : Rule::majority};
    std::vector<ClassScores> all(1 + random() % 8, ClassScores(4));
    for (ClassScores& scores : all) {
      scores[random() % 2] = pick(random) * 3;  // mostly one of two, so that ties are common
      float sum = 0;
      for (float& score : scores) {
        score += pick(random);
        sum += score;
      }
      std::ranges::for_each(scores, [&](float& score) { score /= sum; });
    }
    std::vector<ClassScores> so_far;
    std::optional<std::size_t> label;
    while (!label) {
      ASSERT_LT(so_far.size(), all.size());
      const std::size_t more = next_to_ask(so_far, all.size() - so_far.size(), 4, config);
      ASSERT_LE(so_far.size() + more, all.size());
      ASSERT_GE(more, 1U);
      so_far.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(so_far.size() + more));
      label = settled(so_far, all.size() - so_far.size(), config);
    }
    EXPECT_EQ(*label, label_of(all, config));
    asked += so_far.size() < all.size() ? 1 : 0;
  }
  EXPECT_GT(asked, kRounds / 4);  // it does stop early
}

TEST(EarlyVote, FourOfSixWhoAgreeAreEnoughAndThreeAreNot) {
  const ClassScores benign = {0.2F, 0.8F};
  EXPECT_EQ(next_to_ask({}, 6, 2, {}), 4U);
  EXPECT_EQ(next_to_ask({benign, benign, benign, {0.9F, 0.1F}}, 2, 2, {}), 1U);
  // Two more for class 0 make 3 : 1, at worst 3 : 3 with sums of 3.08 and 2.9.
  EXPECT_EQ(next_to_ask({benign, {0.9F, 0.1F}}, 4, 2, {}), 2U);
  EXPECT_EQ(settled({3, benign}, 3, {}), std::nullopt);
  EXPECT_EQ(settled({4, benign}, 2, {}), 1U);
}

TEST(EarlyVote, ATieOfVotesIsLeftOpenWhileScoresCouldTurnIt) {
  // Two for class 1 and one to come: 2 : 1 whatever it says. One each: the third decides.
  EXPECT_EQ(settled({{0.4F, 0.6F}, {0.4F, 0.6F}}, 1, {}), 1U);
  EXPECT_EQ(settled({{0.4F, 0.6F}, {0.6F, 0.4F}}, 1, {}), std::nullopt);
  // Two for class 0 and two to come may end 2 : 2 with sums of 1.9 and 2.1.
  EXPECT_EQ(settled({{0.9F, 0.1F}, {1, 0}}, 2, {}), std::nullopt);
  EXPECT_EQ(settled({{1, 0}, {1, 0}}, 2, {}), 0U);  // 2 : 2 and 2.0 : 2.0, the first class wins
  EXPECT_EQ(settled({{0, 1}, {0, 1}}, 2, {}), std::nullopt);
}

TEST(EarlyVote, WithoutVotersNothingIsSettledAndWithAllOfThemEverything) {
  EXPECT_EQ(settled({}, 1, {}), std::nullopt);
  EXPECT_EQ(settled({{0.1F, 0.7F, 0.2F}}, 0, {}), 1U);
}

}  // namespace
}  // namespace msmv::vote
