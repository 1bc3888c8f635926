#include "msmv/report/slide_merge.h"

#include <gtest/gtest.h>

#include <fstream>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::report {
namespace {

class MergeSlides : public ::testing::Test {
 protected:
  void write(const std::string& part, const std::string& rows,
             const std::string& run = R"({"model": "m"})") const {
    std::ofstream(folder_ / ("slides." + part + ".csv")) << "slide,status,message\n" << rows;
    std::ofstream(folder_ / ("run_metadata." + part + ".json")) << "{\"run\": " << run << "}";
  }
  std::string fault() const {
    try {
      merge_slides(folder_.path());
      return "none";
    } catch (const InputError& error) {
      return error.fault();
    }
  }
  testing::TemporaryFolder folder_;
};

TEST_F(MergeSlides, GivesTheOrderOfAnUndividedRun) {
  write("1-of-2", "a,error,\"x, y\"\nc,ok,\n");
  write("2-of-2", "b,ok,\"1 \"\"2\"\"\"\n");
  const MergedSlides merged = merge_slides(folder_.path());
  EXPECT_EQ(merged.rows, 3U);
  EXPECT_EQ(merged.failed, 1U);
  EXPECT_EQ(testing::read_file(folder_ / "slides.csv"),
            "slide,status,message\na,error,\"x, y\"\nb,ok,\"1 \"\"2\"\"\"\nc,ok,\n");
}

TEST_F(MergeSlides, NamesWhatIsMissing) {
  EXPECT_EQ(fault(), "holds no table of a shard, slides.K-of-N.csv");
  write("2-of-4", "b,ok,\n");
  std::ofstream(folder_ / "slides.3-of-4.csv.partial") << "";
  EXPECT_EQ(fault(),
            "lacks slides.1-of-4.csv, slides.3-of-4.csv (not finished), slides.4-of-4.csv");
}

TEST_F(MergeSlides, RefusesPartsOfDifferentRuns) {
  write("1-of-2", "a,ok,\n");
  write("2-of-2", "b,ok,\n", R"({"model": "other"})");
  EXPECT_EQ(fault(), "is of another build, another model or other settings than slides.1-of-2.csv");
  write("2-of-2", "b,ok,\nd,ok,\n");
  EXPECT_EQ(fault(),
            "has 1 rows, which doesn't go with the other shards: were they given the same "
            "slides?");
  write("1-of-3", "a,ok,\n");
  EXPECT_NE(fault().find("shards: remove those of one run"), std::string::npos);
}

}  // namespace
}  // namespace msmv::report
