#include "msmv/experiments/page.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>

#include "experiments/some_results.h"
#include "temporary_folder.h"

namespace msmv::experiments {
namespace {

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

TEST(Page, EscapesWhatComesFromFiles) {
  const testing::TemporaryFolder folder;
  const std::string page = to_html(some_results(), folder.path());
  EXPECT_NE(page.find("First &amp; &lt;b&gt;&quot;best&quot;&lt;/b&gt; | 100 % _x_"),
            std::string::npos);
  EXPECT_EQ(page.find("<b>"), std::string::npos);
  EXPECT_NE(page.find("by &lt;hand&gt;"), std::string::npos);
  EXPECT_NE(page.find("data &lt;&amp;&gt;"), std::string::npos);
}

TEST(Page, NeedsNothingBesideIt) {
  const testing::TemporaryFolder folder;
  std::ofstream(folder / "first_confusion.svg") << "<svg/>";
  const std::string page = to_html(some_results(), folder.path());
  EXPECT_EQ(count(page, "<img "), 1U) << "figures that are not there are left out";
  EXPECT_NE(page.find("src=\"data:image/svg+xml;base64,PHN2Zy8+\""), std::string::npos);
  EXPECT_EQ(page.find("http:"), std::string::npos);
  EXPECT_EQ(page.find("https:"), std::string::npos);
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_EQ(count(page, "href="), 0U);
}

// Every element that is opened is closed, in order: what a browser would otherwise guess at.
TEST(Page, IsWellFormed) {
  const testing::TemporaryFolder folder;
  const std::string page = to_html(some_results(), folder.path());
  const std::regex tag("<(/?)([a-z0-9]+)[^>]*>");
  std::vector<std::string> open;
  for (std::sregex_iterator it(page.begin(), page.end(), tag), end; it != end; ++it) {
    const std::string name = (*it)[2];
    if (name == "meta" || name == "img") {
      continue;
    }
    if ((*it)[1].length() == 0) {
      open.push_back(name);
    } else {
      ASSERT_FALSE(open.empty());
      EXPECT_EQ(open.back(), name);
      open.pop_back();
    }
  }
  EXPECT_TRUE(open.empty());
  EXPECT_EQ(count(page, "<table>"), 2U);
  EXPECT_EQ(count(page, "<tr"), 7U) << "two heads, three rows and two remarks";
  EXPECT_EQ(count(page, "<tr class=\"reference remark\"><td colspan=\"11\">a note</td></tr>"), 1U);
}

}  // namespace
}  // namespace msmv::experiments
