#include "msmv/engine/range_histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace msmv::engine {
namespace {

// The loss that best_range() makes small, summed value by value.
double loss(const std::vector<float>& values, float range, int levels) {
  double sum = 0;
  for (const float value : values) {
    const double step = static_cast<double>(range) / levels;
    const double kept = std::min(std::round(std::abs(value) / step), 1.0 * levels) * step;
    sum += std::pow(std::abs(value) - kept, 2);
  }
  return sum;
}

TEST(RangeHistogram, EvenlySpreadValuesKeepTheirWholeRange) {
  std::vector<float> values(10000);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = 3.0F * static_cast<float>(i) / 10000;
  }
  RangeHistogram histogram;
  histogram.add(values);
  EXPECT_NEAR(histogram.best_range(255), 3.0F, 0.02F);
}

TEST(RangeHistogram, ClipsALongTailAndNoRangeLosesMuchLess) {
  std::mt19937 random(1);
  std::exponential_distribution<float> pick(1);
  std::vector<float> values(20000);
  std::ranges::generate(values, [&] { return pick(random); });
  RangeHistogram histogram;
  histogram.add(values);
  const float found = histogram.best_range(15);
  EXPECT_LT(found, 0.8F * std::ranges::max(values));
  for (const float factor : {0.7F, 0.9F, 1.1F, 1.4F}) {
    EXPECT_LT(loss(values, found, 15), 1.01 * loss(values, factor * found, 15)) << factor;
  }
}

TEST(RangeHistogram, TheRangeGrowsWithLaterValuesWithoutLosingCount) {
  RangeHistogram in_parts;
  RangeHistogram at_once;
  std::vector<float> all;
  for (const float top : {0.001F, 1.0F, 8.0F}) {
    std::vector<float> part(1000);
    for (std::size_t i = 0; i < part.size(); ++i) {
      part[i] = top * static_cast<float>(i) / 1000;
    }
    in_parts.add(part);
    all.insert(all.begin(), part.rbegin(), part.rend());
  }
  at_once.add(all);
  EXPECT_NEAR(in_parts.best_range(255), at_once.best_range(255), 0.01F);
}

TEST(RangeHistogram, NothingButZerosGivesAPositiveRange) {
  RangeHistogram histogram;
  histogram.add(std::vector<float>{0, 0});
  EXPECT_GT(histogram.best_range(255), 0);
}

}  // namespace
}  // namespace msmv::engine
