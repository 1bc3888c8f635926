#include "msmv/doctor/machine.h"

#include <gtest/gtest.h>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::doctor {
namespace {

TEST(JudgeProcessor, NamesThePrecisionsThatItAllows) {
  const Finding old = judge_processor({.instructions = "AVX"});
  EXPECT_EQ(old.state, State::warning);
  EXPECT_NE(old.text.find("without AVX2 everything is slow"), std::string::npos) << old.text;

  const Finding avx2 = judge_processor({.instructions = "AVX2", .has_avx2 = true});
  EXPECT_EQ(avx2.state, State::fine);
  EXPECT_NE(avx2.text.find(", fp32, int8; bf16 needs AVX-512 BF16"), std::string::npos)
      << avx2.text;
  EXPECT_NE(avx2.text.find("without VNNI int8"), std::string::npos) << avx2.text;

  const Finding amx = judge_processor({.instructions = "AVX-512 with AMX",
                                       .has_avx2 = true,
                                       .has_avx512 = true,
                                       .has_bf16 = true,
                                       .has_int8_dot = true});
  EXPECT_NE(amx.text.find(", fp32, bf16, int8"), std::string::npos) << amx.text;
  EXPECT_EQ(amx.text.find("VNNI"), std::string::npos) << amx.text;
}

TEST(JudgeBlas, WarnsOfTheReference) {
  EXPECT_EQ(judge_blas({.name = "OpenBLAS 0.3.21", .path = "/a"}).state, State::fine);
  const Finding slow = judge_blas({.name = "reference BLAS", .path = "/b", .is_reference = true});
  EXPECT_EQ(slow.state, State::warning);
  EXPECT_NE(slow.text.find("libopenblas0-openmp"), std::string::npos) << slow.text;
}

TEST(JudgeTemporaryFolder, LeavesNothingBehind) {
  const testing::TemporaryFolder folder;
  const Finding finding = judge_temporary_folder(folder.path());
  EXPECT_NE(finding.state, State::broken);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(JudgeTemporaryFolder, ThrowsWhereNothingCanBeWritten) {
  EXPECT_THROW(judge_temporary_folder("/proc"), OutputError);
  EXPECT_THROW(judge_temporary_folder("/no/such/folder"), OutputError);
}

}  // namespace
}  // namespace msmv::doctor
