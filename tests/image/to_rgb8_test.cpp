#include "msmv/image/to_rgb8.h"

#include <array>
#include <vector>

#include "image/pictures.h"

namespace msmv::image {
namespace {

using Rgb = std::array<std::uint8_t, 3>;

template <class Sample>
Rgb one_pixel(const std::vector<Sample>& samples, Alpha alpha = Alpha::none) {
  Rgb rgb{};
  to_rgb8({samples.data(), static_cast<int>(samples.size()), 8 * static_cast<int>(sizeof(Sample)),
           alpha},
          1, rgb.data());
  return rgb;
}

using Narrow = std::vector<std::uint8_t>;
using Wide = std::vector<std::uint16_t>;

TEST(ToRgb8, CopiesColoursAndExpandsGray) {
  EXPECT_EQ(one_pixel(Narrow{1, 2, 3}), (Rgb{1, 2, 3}));
  EXPECT_EQ(one_pixel(Narrow{7}), (Rgb{7, 7, 7}));
  EXPECT_EQ(one_pixel(Narrow{1, 2, 3, 99}, Alpha::ignored), (Rgb{1, 2, 3}));
  EXPECT_EQ(one_pixel(Narrow{7, 99}, Alpha::ignored), (Rgb{7, 7, 7}));
}

TEST(ToRgb8, InvertsTheMultiplicationBy257) {
  for (unsigned value = 0; value < 256; ++value) {
    EXPECT_EQ(one_pixel(Wide{static_cast<std::uint16_t>(value * 257)})[0], value);
  }
  // 128.5 * 257 = 33024.5: the halves are parted between 33024 and 33025.
  EXPECT_EQ(one_pixel(Wide{33024})[0], 128);
  EXPECT_EQ(one_pixel(Wide{33025})[0], 129);
}

// Half covered: 100 * 128 / 255 + 255 * 127 / 255 = 177.2
TEST(ToRgb8, LaysOpacityOverWhite) {
  EXPECT_EQ(one_pixel(Narrow{100, 0, 255, 128}, Alpha::opacity), (Rgb{177, 127, 255}));
  EXPECT_EQ(one_pixel(Narrow{100, 0}, Alpha::opacity), (Rgb{255, 255, 255}));
  EXPECT_EQ(one_pixel(Narrow{100, 255}, Alpha::opacity), (Rgb{100, 100, 100}));
  EXPECT_EQ(one_pixel(Wide{100 * 257, 0, 65535, 128 * 257}, Alpha::opacity), (Rgb{177, 127, 255}));
}

TEST(ToRgb8, ConvertsEveryPixelOfTheRow) {
  const Narrow row = {1, 255, 2, 255, 3, 255};
  std::array<std::uint8_t, 9> rgb{};
  to_rgb8({row.data(), 2, 8, Alpha::opacity}, 3, rgb.data());
  EXPECT_EQ(rgb, (std::array<std::uint8_t, 9>{1, 1, 1, 2, 2, 2, 3, 3, 3}));
}

}  // namespace
}  // namespace msmv::image
