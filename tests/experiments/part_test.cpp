#include "msmv/experiments/part.h"

#include <gtest/gtest.h>

#include <random>

#include "msmv/krem/key_regions.h"

namespace msmv::experiments {
namespace {

std::vector<Nucleus> some_nuclei() {
  std::mt19937 random(3);
  std::vector<Nucleus> nuclei;
  for (int i = 0; i < 300; ++i) {
    nuclei.push_back({{static_cast<double>(random() % 700), static_cast<double>(random() % 500)}});
  }
  return nuclei;
}

msmv::Config config_of(krem::Selector selector, int views, int regions, std::size_t scales) {
  msmv::Config config;
  config.krem.selector = selector;
  config.krem.views = views;
  config.krem.regions_per_view = regions;
  config.krem.windows_px = {300, 120, 60};
  config.krem.steps_px = {40, 20, 10};
  config.krem.windows_px.resize(scales);
  config.krem.steps_px.resize(scales);
  return config;
}

std::vector<KeyRegion> regions_of(const msmv::Config& config) {
  return krem::find(some_nuclei(), {700, 500}, config.krem, 9);
}

// Whether the regions that `config` gives are those that `part` takes from `whole`'s.
bool is_that_part(const msmv::Config& config, const msmv::Config& whole, const Part& part) {
  auto expected = regions_of(whole);
  expected.resize(expected.size() / static_cast<std::size_t>(whole.krem.views) * part.views);
  for (KeyRegion& region : expected) {
    region.windows.resize(part.scales);
    region.nuclei.resize(part.scales);
  }
  return regions_of(config) == expected;
}

TEST(Part, IsClaimedOnlyWhereKremGivesTheSameWindows) {
  int claimed = 0, refused = 0;
  for (const auto& [selector, name] : enum_names(krem::Selector{})) {
    for (const int regions : {1, 3}) {
      const auto whole = config_of(selector, 6, regions, 3);
      for (const int views : {1, 4, 6}) {
        for (const std::size_t scales : {1U, 2U, 3U}) {
          const auto config = config_of(selector, views, regions, scales);
          if (const auto part = part_of(config, whole)) {
            EXPECT_TRUE(is_that_part(config, whole, *part))
                << name << ", " << regions << " regions, " << views << " views, " << scales;
            ++claimed;
          } else if (views > 1 || regions > 1) {  // a single random region is the first of more
            EXPECT_FALSE(is_that_part(config, whole, {static_cast<std::size_t>(views), scales}))
                << name << ", " << regions << " regions, " << views << " views, " << scales;
            ++refused;
          }
        }
      }
    }
  }
  EXPECT_GT(claimed, 20);
  EXPECT_GT(refused, 5);
}

TEST(Part, IsNoneWherePatchesDiffer) {
  const auto whole = config_of(krem::Selector::densest, 6, 1, 3);
  auto other = whole;
  other.stain.method = stain::Method::none;
  EXPECT_FALSE(part_of(other, whole).has_value());
  other = whole;
  other.krem.detector = krem::Detector::paper;
  EXPECT_FALSE(part_of(other, whole).has_value());
  other = whole;
  other.krem.steps_px[1] = 5;
  EXPECT_FALSE(part_of(other, whole).has_value());
  EXPECT_FALSE(part_of(whole, config_of(krem::Selector::densest, 6, 1, 2)).has_value());
  other = whole;
  other.vote.rule = vote::Rule::mean;
  other.fdnet.layers = 1;
  EXPECT_TRUE(part_of(other, whole).has_value()) << "what comes after the encodings";
}

TEST(Part, TakesItsEncodings) {
  // Two views of two regions, three scales, two features: 100 sample + 10 scale + feature.
  Encodings all{4, 3, 2, {}};
  for (int sample = 0; sample < 4; ++sample) {
    for (int scale = 0; scale < 3; ++scale) {
      all.values.push_back(static_cast<float>(100 * sample + 10 * scale));
      all.values.push_back(static_cast<float>(100 * sample + 10 * scale + 1));
    }
  }
  const Encodings part = taken(all, 2, {.views = 1, .scales = 2});
  EXPECT_EQ(part.samples, 2U);
  EXPECT_EQ(part.scales, 2U);
  EXPECT_EQ(part.values, (std::vector<float>{0, 1, 10, 11, 100, 101, 110, 111}));
}

}  // namespace
}  // namespace msmv::experiments
