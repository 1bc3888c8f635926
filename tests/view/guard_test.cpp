#include "msmv/view/guard.h"

#include <gtest/gtest.h>

#include <set>

namespace msmv::view {
namespace {

const GuardOptions kHere{.port = 8000};
const GuardOptions kNetwork{.host = "0.0.0.0", .port = 8000, .token = "secret"};

TEST(Guard, KnowsItsOwnNamesAlone) {
  for (const char* host : {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}) {
    EXPECT_EQ(answer_to({.method = "GET", .host = host}, kHere), Answer::ok) << host;
  }
  for (const char* host : {"", "127.0.0.1", "127.0.0.1:8001", "evil.example:8000",
                           "localhost:80000", "127.0.0.1:8000.evil.example"}) {
    EXPECT_EQ(answer_to({.method = "GET", .host = host}, kHere), Answer::wrong_host) << host;
  }
  const GuardOptions named{.host = "10.0.0.7", .port = 8000, .token = "secret"};
  EXPECT_EQ(answer_to({.method = "GET", .host = "10.0.0.8:8000", .query_token = "secret"}, named),
            Answer::wrong_host);
}

TEST(Guard, RefusesThePagesOfOtherSites) {
  Knock knock{.method = "GET", .host = "localhost:8000", .origin = "http://localhost:8000"};
  EXPECT_EQ(answer_to(knock, kHere), Answer::ok);
  for (const char* origin : {"http://evil.example", "https://localhost:8000", "null",
                             "http://127.0.0.1:8000", "http://localhost:8000.evil.example"}) {
    knock.origin = origin;
    EXPECT_EQ(answer_to(knock, kHere), Answer::wrong_origin) << origin;
  }
}

TEST(Guard, WhatWritesMustBearTheMark) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
    Knock knock{.method = method, .host = "localhost:8000"};
    EXPECT_EQ(answer_to(knock, kHere), Answer::wrong_origin) << method;
    knock.is_marked = true;
    EXPECT_EQ(answer_to(knock, kHere), Answer::ok) << method;
  }
}

TEST(Guard, OnANetworkAsksForTheToken) {
  Knock knock{.method = "GET", .host = "10.0.0.7:8000"};
  EXPECT_EQ(answer_to(knock, kNetwork), Answer::not_invited);
  knock.query_token = "secre";
  EXPECT_EQ(answer_to(knock, kNetwork), Answer::not_invited);
  knock.query_token = "secret";
  EXPECT_EQ(answer_to(knock, kNetwork), Answer::ok);
  knock.query_token = "";
  knock.cookie = "a=b; msmv_token_8000=secret; c=d";
  EXPECT_EQ(answer_to(knock, kNetwork), Answer::ok);
  for (const char* cookie : {"msmv_token_8001=secret", "msmv_token_8000=secrets", "x=secret", ";;;",
                             "xmsmv_token_8000=secret", "   "}) {
    knock.cookie = cookie;
    EXPECT_EQ(answer_to(knock, kNetwork), Answer::not_invited) << cookie;
  }
}

TEST(Guard, TokensDiffer) {
  const std::set<std::string> tokens = {new_token(), new_token(), new_token()};
  EXPECT_EQ(tokens.size(), 3U);
  EXPECT_EQ(tokens.begin()->size(), 32U);
}

}  // namespace
}  // namespace msmv::view
