#include "msmv/runs/finished_slides.h"

#include <gtest/gtest.h>

#include <fstream>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::runs {
namespace {

// A finished table of a slide with a class and one with a fault, made by the run {"model": "m"}.
class FinishedSlidesOf : public ::testing::Test {
 protected:
  FinishedSlidesOf() {
    std::ofstream(table_) << "slide,name,status,message\n" << kRow << "in/b.svs,b,error,is torn\n";
    write({{"run", kRun}, {"row_hashes", Json::array({slide_row_hash("key of a", kRow)})}});
  }

  void write(const Json& facts) const { std::ofstream(metadata_) << facts.dump(); }
  std::string fault_of(const Json& run) const {
    try {
      const FinishedSlides finished(table_, metadata_, run);
      return "";
    } catch (const InputError& error) {
      return error.fault();
    }
  }

  static constexpr const char* kRow = "in/a.svs,a,ok,\"small, but\"\n";
  const Json kRun = {{"model", "m"}};
  testing::TemporaryFolder folder_;
  std::filesystem::path table_ = folder_ / "slides.csv", metadata_ = folder_ / "run_metadata.json";
};

TEST_F(FinishedSlidesOf, KeepARowOfTheSameKeyToTheByte) {
  const FinishedSlides finished(table_, metadata_, kRun);
  EXPECT_TRUE(finished.may_have("a"));
  EXPECT_EQ(finished.row("a", "key of a"), kRow);
  EXPECT_FALSE(finished.row("a", "another key"));
  EXPECT_FALSE(finished.may_have("b")) << "its row is faulty";
  EXPECT_FALSE(finished.row("c", "key of a"));
}

TEST_F(FinishedSlidesOf, TrustNoRowThatWasEdited) {
  std::ofstream(table_) << "slide,name,status,message\nin/a.svs,a,ok,fine\n";
  const FinishedSlides finished(table_, metadata_, kRun);
  EXPECT_TRUE(finished.may_have("a"));
  EXPECT_FALSE(finished.row("a", "key of a"));
}

TEST_F(FinishedSlidesOf, AnotherRunAreRefusedByTheSettingThatDiffers) {
  EXPECT_EQ(fault_of({{"model", "n"}}),
            "is of another run (model \"m\" there, \"n\" here): --retry-faulty keeps rows of the "
            "same model and settings");
  std::filesystem::remove(metadata_);
  EXPECT_EQ(fault_of(kRun),
            "is complete, but run_metadata.json is not beside it: --retry-faulty can't tell which "
            "rows to keep (of a merged table it tries each --shard again)");
}

TEST_F(FinishedSlidesOf, AVersionThatKeptNoHashesAreTriedAgain) {
  write({{"run", kRun}});
  EXPECT_FALSE(FinishedSlides(table_, metadata_, kRun).row("a", "key of a"));
}

TEST_F(FinishedSlidesOf, TheSameSlidesCountTheirFaults) {
  EXPECT_EQ(faulty_rows(table_, metadata_, kRun, {"in/a.svs", "in/b.svs"}), 1U);
  EXPECT_FALSE(faulty_rows(table_, metadata_, kRun, {"in/b.svs", "in/a.svs"}));
  EXPECT_FALSE(faulty_rows(table_, metadata_, kRun, {"in/a.svs"}));
  EXPECT_FALSE(faulty_rows(table_, metadata_, {{"model", "n"}}, {"in/a.svs", "in/b.svs"}));
}

}  // namespace
}  // namespace msmv::runs
