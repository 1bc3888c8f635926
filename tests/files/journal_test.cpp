#include "msmv/files/journal.h"

#include <memory>
#include <regex>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::files {
namespace {

using testing::read_file;
using testing::TemporaryFolder;

TEST(Journal, BecomesTheOutputOnlyWhenFinished) {
  TemporaryFolder folder;
  Journal journal(folder / "out.csv", "run", Resume::no);
  journal.add(0, "a", "1\n");
  EXPECT_FALSE(std::filesystem::exists(folder / "out.csv"));
  journal.add(1, "b", "2\n");
  journal.finish("head\n");
  EXPECT_EQ(read_file(folder / "out.csv"), "head\n1\n2\n");
  EXPECT_FALSE(std::filesystem::exists(folder / "out.csv.partial"));
}

TEST(Journal, ResumesWithTheWholeRowsAtTheirNewPlaces) {
  TemporaryFolder folder;
  {
    Journal journal(folder / "out.csv", "run", Resume::no);
    journal.add(0, "a", "1\n");
    journal.add(1, "b", "2,\xff\n");  // a file name need not be UTF-8
  }
  std::ofstream(folder / "out.csv.partial", std::ios::app) << R"(["c","3)";  // killed here
  Journal journal(folder / "out.csv", "run", Resume::yes);
  EXPECT_EQ(journal.earlier_count(), 2U);
  EXPECT_TRUE(journal.has_earlier("b"));
  EXPECT_FALSE(journal.has_earlier("bb"));
  EXPECT_FALSE(journal.has_earlier("c"));
  EXPECT_FALSE(journal.take_earlier(0, "c"));
  EXPECT_TRUE(journal.take_earlier(7, "b"));
  EXPECT_EQ(journal.row(7), "2,\xff\n");
  journal.add(0, "c", "3 again\n");  // as one that takes longer than to see that b is done
  journal.finish("");
  EXPECT_EQ(read_file(folder / "out.csv"), "3 again\n2,\xff\n");
}

TEST(Journal, NeitherTrustsNorLosesRowsOfAnotherRun) {
  TemporaryFolder folder;
  const std::string one = R"({"model":"1","precision":"fp32"})";
  { Journal(folder / "out.csv", one, Resume::no).add(0, "a", "1\n"); }
  const auto fault_of = [&](const std::string& run, Resume resume) -> std::string {
    try {
      const Journal journal(folder / "out.csv", run, resume);
      return "";
    } catch (const Fault& error) {
      return error.fault();
    }
  };
  EXPECT_EQ(
      fault_of(R"({"model":"1","precision":"int8"})", Resume::yes),
      "holds rows of another run (precision \"fp32\" there, \"int8\" here): the same continues "
      "it, removing the file begins anew");
  EXPECT_TRUE(fault_of("another", Resume::yes).starts_with("holds rows of another run (other"));
  EXPECT_TRUE(fault_of(one, Resume::no).starts_with("holds rows of an interrupted run"));
  Journal journal(folder / "out.csv", one, Resume::yes);
  EXPECT_TRUE(journal.take_earlier(0, "a"));
}

TEST(Journal, ResumesNothingThatIsComplete) {
  TemporaryFolder folder;
  std::ofstream(folder / "out.csv") << "whole";
  EXPECT_THROW(Journal(folder / "out.csv", "run", Resume::yes), InputError);
  EXPECT_EQ(read_file(folder / "out.csv"), "whole");
  EXPECT_FALSE(std::filesystem::exists(folder / "out.csv.partial"));
}

TEST(Journal, BeginsAnewWhereNoRowIsLost) {
  TemporaryFolder folder;
  { const Journal journal(folder / "out.csv", "model 1", Resume::no); }
  Journal journal(folder / "out.csv", "model 2", Resume::yes);
  journal.add(0, "a", "1\n");
  journal.finish("");
  EXPECT_EQ(read_file(folder / "out.csv"), "1\n");
}

TEST(Journal, TakesARowByTheBeginningOfItsKey) {
  TemporaryFolder folder;
  { Journal(folder / "out.csv", "run", Resume::no).add(0, "a\nhash\noverlay\n", "1\n"); }
  Journal journal(folder / "out.csv", "run", Resume::yes);
  EXPECT_FALSE(journal.take_earlier(0, "a\nhash\nother\n"));
  EXPECT_TRUE(journal.take_earlier(0, "a\nhash\n"));
  journal.finish("");
  EXPECT_EQ(read_file(folder / "out.csv"), "1\n");
}

TEST(Journal, BeginsAnewWhereOnlyFaultsWereFound) {
  TemporaryFolder folder;
  { Journal(folder / "out.csv", "run", Resume::no).add(0, "", "fault\n"); }
  Journal journal(folder / "out.csv", "run", Resume::no);
  journal.finish("head\n");
  EXPECT_EQ(read_file(folder / "out.csv"), "head\n");
}

TEST(Journal, ReplacesNoFileThatIsNotItsOwn) {
  TemporaryFolder folder;
  std::ofstream(folder / "out.csv.partial") << "file,class\na.tif,Normal\n";
  EXPECT_THROW(Journal(folder / "out.csv", "run", Resume::no), InputError);
  EXPECT_EQ(read_file(folder / "out.csv.partial"), "file,class\na.tif,Normal\n");
}

TEST(Journal, PassesOverALineThatIsNotItsOwn) {
  TemporaryFolder folder;
  {
    Journal journal(folder / "out.csv", "run", Resume::no);
    journal.add(0, "a", "1\n");
    journal.add(1, "b", "2\n");
    journal.add(2, "c", "3\n");
  }
  const std::string whole = read_file(folder / "out.csv.partial");
  std::ofstream(folder / "out.csv.partial")
      << std::regex_replace(whole, std::regex("\\[\"b.*"), "{}");
  Journal journal(folder / "out.csv", "run", Resume::yes);
  EXPECT_TRUE(journal.take_earlier(0, "a"));
  EXPECT_FALSE(journal.take_earlier(1, "b"));
  EXPECT_TRUE(journal.take_earlier(2, "c"));
  journal.add(1, "b", "2 again\n");
  journal.finish("");
  EXPECT_EQ(read_file(folder / "out.csv"), "1\n2 again\n3\n");
}

TEST(Journal, TrustsNoRowWithAChangedByte) {
  TemporaryFolder folder;
  {
    Journal journal(folder / "out.csv", "run", Resume::no);
    journal.add(0, "a", "Benign\n");
    journal.add(1, "b", "Normal\n");
  }
  const std::string whole = read_file(folder / "out.csv.partial");
  for (std::size_t at = whole.find("\n") + 1; at + 1 < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    std::ofstream(folder / "out.csv.partial") << changed;
    Journal journal(folder / "out.csv", "run", Resume::yes);
    EXPECT_EQ(journal.earlier_count(), whole[at] == '\n' ? 0U : 1U) << at;
  }
}

TEST(Journal, NoticesThatItWasChangedWhileItIsOpen) {
  TemporaryFolder folder;
  Journal journal(folder / "out.csv", "run", Resume::no);
  journal.add(0, "a", "1\n");
  std::filesystem::resize_file(folder / "out.csv.partial", 10);
  EXPECT_THROW(journal.finish(""), InputError);
  EXPECT_FALSE(std::filesystem::exists(folder / "out.csv"));
}

TEST(Journal, FinishesThoughItsNameWasRemoved) {
  TemporaryFolder folder;
  Journal journal(folder / "out.csv", "run", Resume::no);
  journal.add(0, "a", "1\n");
  std::filesystem::remove(folder / "out.csv.partial");
  journal.finish("");
  EXPECT_EQ(read_file(folder / "out.csv"), "1\n");
}

TEST(Journal, IsLockedWhileItIsOpen) {
  TemporaryFolder folder;
  auto first = std::make_unique<Journal>(folder / "out.csv", "run", Resume::no);
  EXPECT_THROW(Journal(folder / "out.csv", "run", Resume::yes), InputError);
  first.reset();
  EXPECT_NO_THROW(Journal(folder / "out.csv", "run", Resume::yes));
}

}  // namespace
}  // namespace msmv::files
