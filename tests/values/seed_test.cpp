#include "msmv/values/seed.h"

#include <gtest/gtest.h>

namespace msmv {
namespace {

TEST(Seed, StreamsOfOneSeedDiffer) {
  static_assert(derive(1, 0) != derive(1, 1));
  static_assert(derive(1, 0) != derive(2, 0));
  // The reference splitmix64 generator, started at 0: its first two outputs.
  EXPECT_EQ(derive(0, 0), 0xE220A8397B1DCDAFULL);
  EXPECT_EQ(derive(0, 1), 0x6E789E6AA1B965F4ULL);
}

}  // namespace
}  // namespace msmv
