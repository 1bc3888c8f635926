#include "msmv/doctor/examine.h"

#include <gtest/gtest.h>

namespace msmv::doctor {
namespace {

TEST(Examine, SaysThatTheModelIsMissingAndGoesOn) {
  const auto findings = examine("/no/such/model.safetensors");
  EXPECT_TRUE(is_any_broken(findings));
  ASSERT_EQ(findings.size(), 7U);
  EXPECT_EQ(findings.back().name, "model");
  EXPECT_EQ(findings.back().state, State::broken);
  EXPECT_NE(findings.back().text.find("/no/such/model.safetensors"), std::string::npos);
  for (std::size_t i = 0; i + 1 < findings.size(); ++i) {
    EXPECT_NE(findings[i].state, State::broken) << findings[i].name << ": " << findings[i].text;
  }
}

TEST(FindingsJson, HasEachWithItsState) {
  const Json json = to_json({{.name = "BLAS", .state = State::warning, .text = "slow"},
                             {.name = "model", .state = State::broken, .text = "gone"}});
  EXPECT_EQ(json["is_any_broken"], true);
  EXPECT_EQ(json["findings"][0]["state"], "warning");
  EXPECT_EQ(json["findings"][1]["name"], "model");
  EXPECT_TRUE(json["libraries"].contains("LibTorch"));
  EXPECT_FALSE(is_any_broken({{.name = "BLAS", .state = State::warning, .text = "slow"}}));
}

}  // namespace
}  // namespace msmv::doctor
