#include "msmv/explain/class_maps.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "msmv/engine/scorer.h"

namespace msmv::explain {
namespace {

engine::DenseMap random_map(std::size_t channels, std::uint64_t seed) {
  std::mt19937_64 chance(seed);
  engine::DenseMap map{.channels = channels, .height = 2, .width = 3};
  for (std::size_t i = 0; i < channels * 6; ++i) {
    map.values.push_back(static_cast<float>(chance() % 1000) / 500);  // 0 to 2, as behind a ReLU
  }
  return map;
}

// FDNet of two scales of four features and three classes.
class Head : public ::testing::Test {
 protected:
  engine::Scorer scorer_of(const fdnet::Config& config) {
    std::mt19937_64 chance(5);
    for (const auto& [name, shape] : fdnet::layout(config, kSizes)) {
      weights::Tensor tensor{.shape = shape, .values = {}};
      for (std::size_t i = 0; i < weights::count_of(shape); ++i) {
        const float value = static_cast<float>(chance() % 1000) / 500 - 1;
        tensor.values.push_back(name == "input_deviation" ? 1.5F + value : value);
      }
      tensors_["fdnet." + name] = tensor;
    }
    return engine::Scorer(config, kSizes, tensors_);
  }

  Encodings encodings() const {
    Encodings all{.samples = 1, .scales = 2, .features = 4};
    for (const engine::DenseMap& map : maps_) {
      for (std::size_t channel = 0; channel < 4; ++channel) {
        float sum = 0;
        for (std::size_t place = 0; place < 6; ++place) {
          sum += map.values[channel * 6 + place];
        }
        all.values.push_back(sum / 6);
      }
    }
    return all;
  }

  // The mean over a map's places, added up over the scales.
  static float total(const ScaleMaps& maps, std::size_t label) {
    float sum = 0;
    for (const auto& of_scale : maps) {
      for (const float value : of_scale[label].values) {
        sum += value / 6;
      }
    }
    return sum;
  }

  static constexpr fdnet::Sizes kSizes{.scales = 2, .features = 4, .classes = 3};
  weights::Tensors tensors_;
  std::vector<engine::DenseMap> maps_ = {random_map(4, 1), random_map(4, 2)};
};

TEST_F(Head, LinearMapsAddUpToTheLogits) {
  for (const bool takes_root : {false, true}) {
    for (const bool standardizes : {false, true}) {
      const fdnet::Config config{.discriminator = fdnet::Discriminator::fc,
                                 .root_encodings = takes_root,
                                 .standardize_encodings = standardizes};
      const auto logits = scorer_of(config).logits(encodings());
      const ScaleMaps maps = linear_maps(maps_, *linear_head(config, tensors_));
      for (std::size_t label = 0; label < 3; ++label) {
        const float bias = tensors_.at("fdnet.classifier.bias").values[label];
        EXPECT_NEAR(total(maps, label), logits[label] - bias, 1e-4) << takes_root << standardizes;
      }
    }
  }
}

// A linear head's gradient is its weights: both ways give the same.
TEST_F(Head, GradientOfALinearHeadIsItsWeights) {
  const fdnet::Config config{.discriminator = fdnet::Discriminator::fc};
  const engine::Scorer scorer = scorer_of(config);
  const ScaleMaps linear = linear_maps(maps_, *linear_head(config, tensors_));
  const ScaleMaps gradient =
      gradient_maps(maps_, [&](const Encodings& all) { return scorer.logits(all); });
  for (std::size_t scale = 0; scale < 2; ++scale) {
    for (std::size_t label = 0; label < 3; ++label) {
      for (std::size_t place = 0; place < 6; ++place) {
        EXPECT_NEAR(linear[scale][label].values[place], gradient[scale][label].values[place], 1e-4);
      }
    }
  }
}

// Of f(e) = e0 * e0 at e0 = mean of (1, 3): 2 * 2 times the place.
TEST(GradientMaps, AreTheDerivativeTimesThePlace) {
  const engine::DenseMap map{.channels = 1, .height = 1, .width = 2, .values = {1, 3}};
  const ScaleMaps maps = gradient_maps(std::span(&map, 1), [](const Encodings& all) {
    std::vector<float> logits;
    for (const float value : all.values) {
      logits.push_back(value * value);
    }
    return logits;
  });
  EXPECT_NEAR(maps[0][0].values[0], 4, 1e-5);
  EXPECT_NEAR(maps[0][0].values[1], 12, 1e-5);
}

TEST_F(Head, ABiLstmIsNoLinearHead) {
  const fdnet::Config config{.layers = 1, .hidden_per_direction = 3};
  const engine::Scorer scorer = scorer_of(config);
  EXPECT_FALSE(linear_head(config, tensors_));
  const ScaleMaps maps =
      gradient_maps(maps_, [&](const Encodings& all) { return scorer.logits(all); });
  ASSERT_EQ(maps.size(), 2U);
  EXPECT_NE(maps[0][0].values[0], 0);
  EXPECT_NE(maps[1][2].values[5], 0);
}

TEST(AgainstTheOthers, TakesTheMeanOfTheClassesAway) {
  ScaleMaps maps = {{{1, 2, {1, 5}}, {1, 2, {3, 7}}}};
  against_the_others(maps);
  EXPECT_EQ(maps[0][0].values, (std::vector<float>{-1, -1}));
  EXPECT_EQ(maps[0][1].values, (std::vector<float>{1, 1}));
}

}  // namespace
}  // namespace msmv::explain
