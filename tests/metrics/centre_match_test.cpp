#include "msmv/metrics/centre_match.h"

#include <gtest/gtest.h>

#include <vector>

namespace msmv::metrics {
namespace {

TEST(CentreMatch, PairsTheNearestFirstAndEachOnce) {
  const std::vector<Point> truth = {{0, 0}, {4, 0}};
  // 1 is nearer to 0 than 2.5 is, which is left with 4; 9 is too far from all.
  EXPECT_EQ(matched(std::vector<Point>{{2.5, 0}, {1, 0}, {9, 0}}, truth, 3), 2U);
  // Both want the place at 0; that at 4 is out of reach.
  EXPECT_EQ(matched(std::vector<Point>{{0, 0.5}, {0.5, 0}}, truth, 3), 1U);
  // The nearest pair may cost another one its only partner: 2 takes 4's place away from 5.
  EXPECT_EQ(matched(std::vector<Point>{{3.5, 0}, {6.5, 0}}, truth, 3), 1U);
}

TEST(CentreMatch, ReachesAsFarAsItIsTold) {
  const std::vector<Point> truth = {{10, 10}};
  EXPECT_EQ(matched(std::vector<Point>{{13, 14}}, truth, 5), 1U);
  EXPECT_EQ(matched(std::vector<Point>{{13, 14}}, truth, 4.99), 0U);
  EXPECT_EQ(matched({}, truth, 5), 0U);
  EXPECT_EQ(matched(truth, {}, 5), 0U);
}

TEST(CentreMatch, CountsAsTheTextbookDoes) {
  const Detection some = detection(6, 8, 12);
  EXPECT_DOUBLE_EQ(some.precision, 0.75);
  EXPECT_DOUBLE_EQ(some.recall, 0.5);
  EXPECT_DOUBLE_EQ(some.f1, 0.6);
  EXPECT_DOUBLE_EQ(detection(0, 0, 0).f1, 1);
  EXPECT_DOUBLE_EQ(detection(0, 3, 0).f1, 0);
  EXPECT_DOUBLE_EQ(detection(0, 0, 3).recall, 0);
}

}  // namespace
}  // namespace msmv::metrics
