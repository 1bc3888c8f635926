#include "msmv/doctor/finding.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"

namespace msmv::doctor {
namespace {

TEST(LookAt, NamesWhatItFinds) {
  const Finding finding =
      look_at("BLAS", [] { return Finding{.state = State::warning, .text = "slow"}; });
  EXPECT_EQ(finding.name, "BLAS");
  EXPECT_EQ(finding.state, State::warning);
  EXPECT_EQ(finding.text, "slow");
}

TEST(LookAt, TurnsFaultsIntoFindings) {
  const Finding finding =
      look_at("model", []() -> Finding { throw InputError("m.safetensors", "is empty"); });
  EXPECT_EQ(finding.name, "model");
  EXPECT_EQ(finding.state, State::broken);
  EXPECT_EQ(finding.text, "m.safetensors: is empty");
}

}  // namespace
}  // namespace msmv::doctor
