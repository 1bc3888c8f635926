#include "msmv/krem/key_regions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <stdexcept>

#include "msmv/views/views.h"

namespace msmv {
namespace {

krem::Config small_config() {
  krem::Config config;
  config.windows_px = {40, 20, 8};
  config.steps_px = {7, 5, 3};
  return config;
}

std::vector<Nucleus> scattered(PixelExtent field, int number, unsigned seed) {
  std::mt19937_64 chance(seed);
  std::uniform_real_distribution<double> across(0, static_cast<double>(field.width));
  std::uniform_real_distribution<double> down(0, static_cast<double>(field.height));
  std::vector<Nucleus> nuclei;
  for (int i = 0; i < number; ++i) {
    // Half of them on borders between pixels, where mirroring must choose the other pixel.
    const double x = across(chance), y = down(chance);
    nuclei.push_back({i % 2 == 0 ? Point{std::floor(x), std::floor(y)} : Point{x, y}, 100});
  }
  return nuclei;
}

std::vector<Nucleus> turned(const std::vector<Nucleus>& nuclei, PixelExtent field, View view) {
  std::vector<Nucleus> out;
  for (const Nucleus& nucleus : nuclei) {
    out.push_back({views::turn(nucleus.centre, field, view), nucleus.area_px});
  }
  return out;
}

bool is_inside(const PixelRect& inner, const PixelRect& outer) {
  return inner.x >= outer.x && inner.y >= outer.y &&
         inner.x + inner.width <= outer.x + outer.width &&
         inner.y + inner.height <= outer.y + outer.height;
}

double overlap(const PixelRect& a, const PixelRect& b) {
  const auto width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const auto height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  return width <= 0 || height <= 0
             ? 0.0
             : static_cast<double>(width * height) / static_cast<double>(a.width * a.height);
}

// In 10 x 6 with windows of 4, step 2, the raw grid starts at x 0 2 4 6, y 0 2. Three nuclei at
// pixel (7, 1), one at (1, 5): the windows at (4, 0) and (6, 0) hold three; (4, 0) comes first.
// Inside it, windows of 2, step 1: (6, 0) is the first that holds (7, 1).
TEST(KeyRegions, TheDensestWindowAndTheDensestInsideIt) {
  const std::vector<Nucleus> nuclei = {
      {{7.5, 1.5}, 90}, {{7.2, 1.1}, 90}, {{7.9, 1.0}, 90}, {{1.5, 5.5}, 90}};
  krem::Config config;
  config.windows_px = {4, 2};
  config.steps_px = {2, 1};
  config.views = 1;
  const auto regions = krem::find(nuclei, {10, 6}, config, 0);
  const KeyRegion expected{View::raw, {{4, 0, 4, 4}, {6, 0, 2, 2}}, {3, 3}};
  EXPECT_EQ(regions, std::vector{expected});
}

// Seen mirrored, the grid starts at the right border: field windows at x 6 4 2 0, and the first
// that holds the three is now (6, 0); inside it the scan from the right finds (7, 0) first.
TEST(KeyRegions, TheGridIsLaidInTheView) {
  const std::vector<Nucleus> nuclei = {
      {{7.5, 1.5}, 90}, {{7.2, 1.1}, 90}, {{7.9, 1.0}, 90}, {{1.5, 5.5}, 90}};
  krem::Config config;
  config.windows_px = {4, 2};
  config.steps_px = {2, 1};
  const auto regions = krem::find(nuclei, {10, 6}, config, 0);
  ASSERT_EQ(regions.size(), 6U);
  const KeyRegion expected{View::flip_x, {{6, 0, 4, 4}, {7, 0, 2, 2}}, {3, 3}};
  EXPECT_EQ(regions[4], expected);
}

TEST(KeyRegions, TheDensestComeFirstAndEqualsInGridOrder) {
  krem::Config config;
  config.windows_px = {4};
  config.steps_px = {4};
  config.views = 1;
  config.regions_per_view = 3;
  const std::vector<Nucleus> nuclei = {{{5, 5}, 90}, {{6, 6}, 90}, {{1, 1}, 90}, {{1, 5}, 90}};
  const auto regions = krem::find(nuclei, {8, 8}, config, 0);
  ASSERT_EQ(regions.size(), 3U);
  EXPECT_EQ(regions[0].windows.front(), (PixelRect{4, 4, 4, 4}));
  EXPECT_EQ(regions[1].windows.front(), (PixelRect{0, 0, 4, 4}));
  EXPECT_EQ(regions[2].windows.front(), (PixelRect{0, 4, 4, 4}));
}

TEST(KeyRegions, EachViewEqualsTheSearchInTheTurnedField) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const PixelExtent field{103 + seed, 77};
    const auto nuclei = scattered(field, 60, seed);
    krem::Config config = small_config();
    config.regions_per_view = 3;
    const auto all = krem::find(nuclei, field, config, 0);
    for (const View view : kAllViews) {
      krem::Config alone = config;
      alone.views = 1;
      const auto in_view =
          krem::find(turned(nuclei, field, view), views::turned(field, view), alone, 0);
      ASSERT_EQ(in_view.size(), 3U);
      for (std::size_t i = 0; i < in_view.size(); ++i) {
        KeyRegion expected = in_view[i];
        expected.view = view;
        for (PixelRect& window : expected.windows) {
          window = views::turn(window, views::turned(field, view), views::inverse(view));
        }
        EXPECT_EQ(all[static_cast<std::size_t>(view) * 3 + i], expected) << name(view);
      }
    }
  }
}

TEST(KeyRegions, WindowsNestAndHoldWhatTheyCount) {
  const PixelExtent field{131, 97};
  const auto nuclei = scattered(field, 80, 5);
  for (const krem::Selector selector :
       {krem::Selector::densest, krem::Selector::spread, krem::Selector::random}) {
    krem::Config config = small_config();
    config.selector = selector;
    config.regions_per_view = 4;
    const auto regions = krem::find(nuclei, field, config, 9);
    ASSERT_EQ(regions.size(), 24U);
    for (const KeyRegion& region : regions) {
      PixelRect outer{0, 0, field.width, field.height};
      for (std::size_t scale = 0; scale < 3; ++scale) {
        EXPECT_EQ(region.windows[scale].width, config.windows_px[scale]);
        EXPECT_TRUE(is_inside(region.windows[scale], outer));
        outer = region.windows[scale];
        const PixelExtent seen = views::turned(field, region.view);
        const PixelRect window = views::turn(outer, field, region.view);
        ASSERT_TRUE(is_inside(window, {0, 0, seen.width, seen.height}));
        const auto holds = [&](const Nucleus& nucleus) {
          const Point p = views::turn(nucleus.centre, field, region.view);
          return p.x >= static_cast<double>(window.x) && p.y >= static_cast<double>(window.y) &&
                 p.x < static_cast<double>(window.x + window.width) &&
                 p.y < static_cast<double>(window.y + window.height);
        };
        EXPECT_EQ(region.nuclei[scale], std::ranges::count_if(nuclei, holds));
      }
    }
  }
}

TEST(KeyRegions, TheNumberOfScalesIsTheNumberOfWindows) {
  krem::Config config = small_config();
  config.windows_px = {40};
  config.steps_px = {7};
  const PixelExtent field{100, 80};
  for (const KeyRegion& region : krem::find(scattered(field, 30, 1), field, config, 0)) {
    EXPECT_EQ(region.windows.size(), 1U);
    EXPECT_EQ(region.nuclei.size(), 1U);
  }
}

TEST(KeyRegions, AViewWithFewerWindowsGivesFewerRegions) {
  krem::Config config = small_config();
  config.regions_per_view = 12;
  for (const krem::Selector selector : {krem::Selector::densest, krem::Selector::spread}) {
    config.selector = selector;
    EXPECT_EQ(krem::find({}, {47, 46}, config, 0).size(), 6U * 2);  // 2 x 1 windows a view
  }
  config.selector = krem::Selector::random;
  EXPECT_EQ(krem::find({}, {40, 40}, config, 0).size(), 6U * 12);
}

TEST(Spread, RegionsLieApartWhileTheFieldHasRoom) {
  const PixelExtent field{200, 150};
  krem::Config config = small_config();
  config.selector = krem::Selector::spread;
  config.max_overlap = 0.3;
  const auto nuclei = scattered(field, 300, 11);
  const auto regions = krem::find(nuclei, field, config, 0);
  ASSERT_EQ(regions.size(), 6U);
  for (std::size_t i = 0; i < regions.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_LE(overlap(regions[i].windows[0], regions[j].windows[0]), 0.3) << i << ' ' << j;
    }
  }
  config.selector = krem::Selector::densest;
  config.views = 1;
  EXPECT_EQ(krem::find(nuclei, field, config, 0).front(), regions.front());
}

TEST(Spread, WithoutRoomTheLeastCoveredWindowIsTaken) {
  // 47 x 40: two windows a view, at x 0 and 7; the third choice overlaps one of them wholly.
  krem::Config config = small_config();
  config.selector = krem::Selector::spread;
  config.max_overlap = 0.1;
  config.views = 3;
  const std::vector<Nucleus> nuclei = {{{1, 1}, 90}};
  const auto regions = krem::find(nuclei, {47, 40}, config, 0);
  ASSERT_EQ(regions.size(), 3U);
  EXPECT_EQ(regions[0].windows[0].x, 0);  // the only one with the nucleus
  EXPECT_EQ(regions[1].windows[0].x, 7);  // covered by 33 of 40, not by 40 of 40
}

TEST(Spread, AViewNeverTakesAWindowTwice) {
  krem::Config config = small_config();
  config.selector = krem::Selector::spread;
  config.max_overlap = 1;
  config.regions_per_view = 2;
  config.views = 1;
  const auto regions = krem::find(std::vector<Nucleus>{{{1, 1}, 90}}, {47, 40}, config, 0);
  ASSERT_EQ(regions.size(), 2U);
  EXPECT_NE(regions[0].windows[0], regions[1].windows[0]);
}

TEST(Random, TheSeedsDecide) {
  const PixelExtent field{300, 200};
  krem::Config config = small_config();
  config.selector = krem::Selector::random;
  const auto nuclei = scattered(field, 50, 2);
  const auto regions = krem::find(nuclei, field, config, 1);
  EXPECT_EQ(krem::find(nuclei, field, config, 1), regions);
  EXPECT_NE(krem::find(nuclei, field, config, 2), regions);
  config.seed = 1;
  EXPECT_NE(krem::find(nuclei, field, config, 1), regions);
}

TEST(Random, EveryPlaceIsReached) {
  krem::Config config = small_config();
  config.selector = krem::Selector::random;
  config.regions_per_view = 100;
  config.views = 1;
  std::set<std::int64_t> starts;
  for (const KeyRegion& region : krem::find({}, {44, 40}, config, 0)) {
    starts.insert(region.windows.front().x);
  }
  EXPECT_EQ(starts, (std::set<std::int64_t>{0, 1, 2, 3, 4}));
}

TEST(KeyRegions, RefusesAFieldSmallerThanTheWindow) {
  EXPECT_THROW(krem::find({}, {39, 100}, small_config(), 0), std::invalid_argument);
}

// A field of 100 x 60 with two nuclei near (90, 5): the only window of 40 that holds both lies at
// (56, 0), its middle at (76, 20). A context of 60 x 50 about it would begin at (46, -5); moved
// into the field it begins at (40, 0).
TEST(KeyRegions, AContextComesFirstAndIsMovedIntoTheField) {
  krem::Config config = small_config();
  config.views = 1;
  config.context_px = {60, 50};
  const std::vector<Nucleus> nuclei = {{{90, 5}, 100}, {{91, 6}, 100}, {{39, 5}, 100}};
  const auto regions = krem::find(nuclei, {100, 60}, config, 1);
  ASSERT_EQ(regions.size(), 1U);
  ASSERT_EQ(regions[0].windows.size(), 4U);
  EXPECT_EQ(regions[0].windows[1].width, 40);
  EXPECT_EQ(regions[0].windows[0], (PixelRect{40, 0, 60, 50}));
  EXPECT_EQ(regions[0].nuclei[0], 2);
}

TEST(KeyRegions, AContextIsNoLargerThanTheField) {
  krem::Config config = small_config();
  config.context_px = {2048, 1536};
  const auto with = krem::find(scattered({100, 60}, 50, 1), {100, 60}, config, 1);
  config.context_px = {};
  auto without = krem::find(scattered({100, 60}, 50, 1), {100, 60}, config, 1);
  for (KeyRegion& region : without) {
    region.windows.insert(region.windows.begin(), PixelRect{0, 0, 100, 60});
    region.nuclei.insert(region.nuclei.begin(), 50);
  }
  EXPECT_EQ(with, without);
}

}  // namespace
}  // namespace msmv
