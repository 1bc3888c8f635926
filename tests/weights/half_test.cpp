#include "msmv/weights/half.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace msmv::weights {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Bit patterns from IEEE 754-2008, binary16.
TEST(Half, F16KnownValues) {
  EXPECT_EQ(from_f16(0x3C00), 1.0F);
  EXPECT_EQ(from_f16(0xC000), -2.0F);
  EXPECT_EQ(from_f16(0x7BFF), 65504.0F);
  EXPECT_EQ(from_f16(0x0001), 0x1.0p-24F);
  EXPECT_EQ(from_f16(0x0400), 0x1.0p-14F);
  EXPECT_EQ(from_f16(0x7C00), kInfinity);
  EXPECT_TRUE(std::isnan(from_f16(0x7E00)));
}

TEST(Half, F16RoundsToNearestTiesToEven) {
  EXPECT_EQ(to_f16(1.0F + 0x1.0p-11F), 0x3C00);               // a tie, down to even
  EXPECT_EQ(to_f16(1.0F + 0x1.8p-10F), 0x3C02);               // a tie, up to even
  EXPECT_EQ(to_f16(1.0F + 0x1.0p-11F + 0x1.0p-20F), 0x3C01);  // past the tie
  EXPECT_EQ(to_f16(65519.0F), 0x7BFF);
  EXPECT_EQ(to_f16(65520.0F), 0x7C00);
  EXPECT_EQ(to_f16(0x1.0p-25F), 0x0000);
  EXPECT_EQ(to_f16(-0.0F), 0x8000);
  EXPECT_EQ(to_f16(std::numeric_limits<float>::quiet_NaN()) & 0x7FFF, 0x7E00);
}

TEST(Half, EveryF16SurvivesTheWayThroughFloat) {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    const auto half = static_cast<std::uint16_t>(bits);
    if (const float value = from_f16(half); !std::isnan(value)) {
      ASSERT_EQ(to_f16(value), half);
    }
  }
}

TEST(Half, Bf16IsTheUpperHalfOfAFloat) {
  EXPECT_EQ(from_bf16(0x3F80), 1.0F);
  EXPECT_EQ(to_bf16(1.0F + 0x1.0p-8F), 0x3F80);  // a tie, down to even
  EXPECT_EQ(to_bf16(1.0F + 0x1.8p-7F), 0x3F82);  // a tie, up to even
  EXPECT_EQ(to_bf16(-2.0F), 0xC000);
  EXPECT_EQ(to_bf16(kInfinity), 0x7F80);
  EXPECT_TRUE(std::isnan(from_bf16(to_bf16(std::bit_cast<float>(0x7F80'0001U)))));
}

}  // namespace
}  // namespace msmv::weights
