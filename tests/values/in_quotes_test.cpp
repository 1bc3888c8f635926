#include "msmv/values/in_quotes.h"

#include <gtest/gtest.h>

namespace msmv {
namespace {

TEST(InQuotes, ANameCannotBreakTheLineOfAMessage) {
  EXPECT_EQ(in_quotes("layer1.0"), "\"layer1.0\"");
  EXPECT_EQ(in_quotes("a\nb"), "\"a\\nb\"");
  EXPECT_EQ(in_quotes("a\xff"), "\"a\xEF\xBF\xBD\"");
  EXPECT_EQ(in_quotes(std::string(200, 'x')), "\"" + std::string(80, 'x') + "...\"");
}

}  // namespace
}  // namespace msmv
