#include "msmv/view/html.h"

#include <gtest/gtest.h>

namespace msmv::view {
namespace {

TEST(Html, TextIsNeverMarkup) {
  EXPECT_EQ(escaped("<script>\"a\" & b"), "&lt;script&gt;&quot;a&quot; &amp; b");
}

TEST(Html, DataUriCarriesTheBytes) {
  EXPECT_EQ(data_uri("image/png", "abc"), "data:image/png;base64,YWJj");
}

TEST(Html, TheLongestBarFillsTheWidth) {
  const std::string chart =
      bar_chart("Cases", {{"<A>", "#123456", 10, "ten"}, {"B", "#000000", 5, "five"}});
  EXPECT_NE(chart.find("aria-label=\"Cases\""), std::string::npos);
  EXPECT_NE(chart.find("&lt;A&gt;"), std::string::npos);
  EXPECT_NE(chart.find("width=\"240.0\" height=\"18\" fill=\"#123456\""), std::string::npos);
  EXPECT_NE(chart.find("width=\"120.0\" height=\"18\" fill=\"#000000\""), std::string::npos);
  EXPECT_EQ(bar_chart("Empty", {{"A", "red", 0, "0"}}).find("nan"), std::string::npos);
}

}  // namespace
}  // namespace msmv::view
