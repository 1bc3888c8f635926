#include "../../apps/msmv/say.h"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>
#include <system_error>

#include "msmv/values/errors.h"

namespace msmv::app {
namespace {

std::string said(const std::string& text) {
  ::testing::internal::CaptureStderr();
  say(text);
  return ::testing::internal::GetCapturedStderr();
}

TEST(Say, PrintsOneLineWhateverANameHolds) {
  EXPECT_EQ(said("a\nb\x1b[31m\x7f"), "msmv: a\\nb\\x1b[31m\\x7f\n");
  EXPECT_EQ(said("caf\xc3\xa9 \xff"), "msmv: caf\xc3\xa9 \xff\n");
}

std::string said_of_batch(std::size_t failed, std::size_t of) {
  ::testing::internal::CaptureStderr();
  say_failed(failed, of);
  return ::testing::internal::GetCapturedStderr();
}

TEST(Say, EndsABatchWithHowManyFailed) {
  EXPECT_EQ(said_of_batch(3, 100), "msmv: 3 of 100 pictures failed\n");
  EXPECT_EQ(said_of_batch(2, 2), "msmv: 2 of 2 pictures failed\n");
  EXPECT_EQ(said_of_batch(1, 2), "msmv: 1 of 2 pictures failed\n");
  EXPECT_EQ(said_of_batch(0, 100), "");
  EXPECT_EQ(said_of_batch(1, 1), "");  // its own line has said it
}

}  // namespace
}  // namespace msmv::app
