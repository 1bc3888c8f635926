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

TEST(CostRecord, MeasuresAnewWhereItHoldsSomethingElse) {
  const testing::TemporaryFolder folder;
  const auto path = folder / "cost.json";
  for (const char* record :
       {R"({"key": 3, "ms": 1.5, "threads": 2})", R"({"key": "key", "ms": "1.5", "threads": 2})",
        R"({"key": "key", "ms": 1.5, "threads": "2"})", R"({"key": "key", "ms": 1.5})",
        R"({"key": "key", "threads": 2})", R"({"key": "key", "ms": 0, "threads": 2})",
        R"({"key": "key", "ms": 1.5, "threads": 1e9})", R"([1, 2])", "3"}) {
    std::ofstream(path) << record;
    EXPECT_EQ(recorded_timing(path, "key", [] { return Timing{12.5, 4}; }).ms, 12.5) << record;
  }
  std::ofstream(path) << R"({"key": "key", "ms": 1.5, "threads": 2})";
  EXPECT_EQ(recorded_timing(path, "key", [] { return Timing{12.5, 4}; }).ms, 1.5);
}

}  // namespace
}  // namespace msmv::experiments
