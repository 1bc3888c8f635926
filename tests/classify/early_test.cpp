#include "msmv/classify/early.h"

#include <gtest/gtest.h>

#include <random>

#include "msmv/network/distinct.h"
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

// Three of six, then two more: five regions and the field around them, which is one patch.
TEST(DiagnoseEarly, EncodesTheContextOfAllVotersOnce) {
  std::size_t encoded = 0;
  const auto encode = [&encoded](const PatchBatch& batch) {
    encoded += batch.samples;
    Encodings encodings{.samples = batch.samples, .scales = 1, .features = 1};
    for (std::size_t i = 0; i < batch.samples; ++i) {
      encodings.values.push_back(batch.pixels[i * 3]);
    }
    return encodings;
  };
  const auto score = [](const Encodings& encodings) {
    std::vector<ClassScores> scores;
    for (std::size_t i = 0; i < encodings.samples; ++i) {
      EXPECT_EQ(encodings.values[2 * i], 200);
      const float percent = encodings.values[2 * i + 1];
      scores.push_back({1 - percent / 100, percent / 100});
    }
    return scores;
  };
  Model model;
  model.config.classes = {"no", "yes"};
  model.network = encoding_once(std::make_unique<testing::FakeNetwork>(encode, score));
  PreparedField field;
  field.patches = {.samples = 6, .scales = 2, .side_px = 1};
  for (const std::uint8_t percent : std::vector<std::uint8_t>{60, 40, 70, 65, 80, 90}) {
    field.regions.push_back({});
    field.patches.pixels.insert(field.patches.pixels.end(),
                                {200, 200, 200, percent, percent, percent});
  }
  const Diagnosis got = diagnose_early(field, model);
  EXPECT_GT(got.views.size(), 3U);
  EXPECT_EQ(encoded, got.views.size() + 1);
  EXPECT_EQ(got.label, 1U);
}

}  // namespace
}  // namespace msmv
