#include "msmv/experiments/tables.h"

#include <gtest/gtest.h>

#include "experiments/some_results.h"

namespace msmv::experiments {
namespace {

TEST(Tables, SayTheFiguresOfARow) {
  const Results results = some_results();
  // 3 of 4 images right, each with two voters of whom 6 of 8 are right; Wilson's interval of 3/4.
  EXPECT_EQ(cells_of(results.rows[0], results),
            (std::vector<std::string>{"First & <b>\"best\"</b> | 100 % _x_", "93.0", "94.8", "75.0",
                                      "3/4", "75.0", "30.1 to 95.4", "itself", "1235", "1.5", "42",
                                      "a note"}));
  // It is right where the first is wrong and the other way round once: p = 1.
  EXPECT_EQ(cells_of(results.rows[1], results)[7], "1.0000");
  RowResult clear = results.rows[1];
  clear.against->p_value = 2e-5;
  EXPECT_EQ(cells_of(clear, results)[7], "under 0.0001");
  EXPECT_EQ(cells_of(results.rows[2], results),
            (std::vector<std::string>{"Third", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-",
                                      "no pre-trained weights"}));
}

TEST(Tables, EscapeWhatComesFromFiles) {
  const Results results = some_results();
  EXPECT_NE(
      to_markdown(results).find("| First \\& \\<b\\>\"best\"\\</b\\> \\| 100 % \\_x\\_ | 93.0 |"),
      std::string::npos)
      << to_markdown(results);
  EXPECT_NE(to_latex(results).find("First \\& <b>\"best\"</b> | 100 \\% \\_x\\_ & 93.0 &"),
            std::string::npos)
      << to_latex(results);
  EXPECT_NE(to_csv(results).find("first,\"First & <b>\"\"best\"\"</b> | 100 % _x_\",table4,,1,93,"),
            std::string::npos)
      << to_csv(results);
}

TEST(Tables, HaveTheSameNumberOfCellsInEachLine) {
  const std::string csv = to_csv(some_results());
  std::vector<std::size_t> commas;
  bool is_quoted = false;
  std::size_t count = 0;
  for (const char c : csv) {
    is_quoted = c == '"' ? !is_quoted : is_quoted;
    count += c == ',' && !is_quoted ? 1 : 0;
    if (c == '\n') {
      commas.push_back(count);
      count = 0;
    }
  }
  EXPECT_EQ(commas, (std::vector<std::size_t>{25, 25, 25, 25}));
}

TEST(Tables, StandUnderTheirTitlesInOrder) {
  const std::string page = to_markdown(some_results());
  const auto table4 = page.find("## Table 4");
  const auto ablation = page.find("## What each part is worth");
  ASSERT_NE(table4, std::string::npos);
  ASSERT_NE(ablation, std::string::npos);
  EXPECT_LT(table4, ablation);
  EXPECT_EQ(page.find("## Table 3"), std::string::npos) << "a table without rows";
  EXPECT_NE(page.find("four images"), std::string::npos) << "the split's sentence";
}

}  // namespace
}  // namespace msmv::experiments
