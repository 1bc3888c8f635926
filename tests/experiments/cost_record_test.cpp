#include "msmv/experiments/cost_record.h"

#include <gtest/gtest.h>

#include <fstream>

#include "temporary_folder.h"

namespace msmv::experiments {
namespace {

TEST(CostRecord, MeasuresOnceForAKeyAndAnewWhenItIsBroken) {
  const testing::TemporaryFolder folder;
  const auto path = folder / "units/row/cost.json";
  int measured = 0;
  const auto measure = [&]() -> Timing { return {12.5 + ++measured, 2}; };
  EXPECT_EQ(recorded_timing(path, "key", measure).ms, 13.5);
  const Timing again = recorded_timing(path, "key", measure);
  EXPECT_EQ(again.ms, 13.5);
  EXPECT_EQ(again.threads, 2);
  EXPECT_EQ(measured, 1);
  EXPECT_EQ(recorded_timing(path, "other", measure).ms, 14.5);
  std::ofstream(path) << "{\"key\": \"other\", \"m";
  EXPECT_EQ(recorded_timing(path, "other", measure).ms, 15.5);
}

}  // namespace
}  // namespace msmv::experiments
