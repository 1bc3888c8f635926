#include "msmv/classify/early.h"

#include <gtest/gtest.h>

#include <random>

#include "network/fake_network.h"

namespace msmv {
namespace {

// A model without a network: the scores of a voter are the first pixel of its patch, in per cent
// for class 1. Counts the voters it was asked about.
Model percent_model(std::size_t& asked) {
  Model model;
  model.config.classes = {"no", "yes"};
  const auto encode = [&asked](const PatchBatch& batch) {
    asked += batch.samples;
    Encodings encodings{.samples = batch.samples, .scales = 1, .features = 1};
    for (std::size_t i = 0; i < batch.samples; ++i) {
      encodings.values.push_back(batch.pixels[i * batch.scales * batch.bytes_per_patch()]);
    }
    return encodings;
  };
  const auto score = [](const Encodings& encodings) {
    std::vector<ClassScores> scores;
    for (const float percent : encodings.values) {
      scores.push_back({1 - percent / 100, percent / 100});
    }
    return scores;
  };
  model.network = std::make_shared<testing::FakeNetwork>(encode, score);
  return model;
}

PreparedField field_of(const std::vector<std::uint8_t>& percents) {
  PreparedField prepared;
  prepared.patches = {.samples = percents.size(), .scales = 2, .side_px = 1};
  for (std::size_t i = 0; i < percents.size(); ++i) {
    prepared.regions.push_back({.nuclei = {static_cast<int>(i)}});
    prepared.patches.pixels.insert(prepared.patches.pixels.end(), 6, percents[i]);
  }
  return prepared;
}

TEST(DiagnoseEarly, AsksFourOfSixWhoAgreeAndKeepsTheirOrder) {
  std::size_t asked = 0;
  const Diagnosis got = diagnose_early(field_of({60, 70, 80, 90, 1, 2}), percent_model(asked));
  EXPECT_EQ(asked, 4U);
  EXPECT_EQ(got.label, 1U);
  EXPECT_EQ(got.votes, (std::vector<int>{0, 4}));
  EXPECT_EQ(got.views.at(3).region.nuclei, std::vector<int>{3});
  EXPECT_FLOAT_EQ(got.views.at(3).scores.at(1), 0.9F);
}

TEST(DiagnoseEarly, GivesTheClassOfAllVotersAndOftenAsksFewer) {
  std::mt19937 random(1);
  std::size_t early = 0;
  for (int round = 0; round < 500; ++round) {
    std::vector<std::uint8_t> percents(1 + random() % 9);
    for (std::uint8_t& percent : percents) {
      percent = static_cast<std::uint8_t>(random() % 101);
    }
    const PreparedField field = field_of(percents);
    std::size_t all = 0;
    std::size_t some = 0;
    const Diagnosis full = diagnose(field, percent_model(all));
    const Diagnosis got = diagnose_early(field, percent_model(some));
    EXPECT_EQ(got.label, full.label);
    EXPECT_EQ(all, percents.size());
    ASSERT_LE(some, all);
    EXPECT_EQ(got.views.size(), some);
    early += some < all ? 1 : 0;
  }
  EXPECT_GT(early, 200U);
}

}  // namespace
}  // namespace msmv
