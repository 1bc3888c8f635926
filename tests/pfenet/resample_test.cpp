#include "msmv/pfenet/resample.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <stdexcept>
#include <utility>
#include <vector>

namespace msmv::pfenet {
namespace {

constexpr std::array kKernels = {Kernel::bilinear, Kernel::bicubic, Kernel::bicubic_antialiased,
                                 Kernel::bilinear_antialiased};

TEST(Resampling, RowsSumToOne) {
  for (const Kernel kernel : kKernels) {
    const auto weights = resampling(37, 16, kernel);
    for (std::size_t row = 0; row < 16; ++row) {
      const auto first = weights.begin() + static_cast<std::ptrdiff_t>(row * 37);
      EXPECT_NEAR(std::accumulate(first, first + 37, 0.0), 1, 1e-6);
    }
  }
}

TEST(Resampling, SameSizeChangesNothing) {
  for (const Kernel kernel : kKernels) {
    const auto weights = resampling(3, 3, kernel);
    const std::vector<float> identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    for (std::size_t i = 0; i < 9; ++i) {
      EXPECT_NEAR(weights[i], identity[i], 1e-7);
    }
  }
}

// Two values to four: centres at -0.25, 0.25, 0.75, 1.25 of the two.
TEST(Resampling, BilinearByHand) {
  EXPECT_EQ(resampling(2, 4, Kernel::bilinear),
            (std::vector<float>{1, 0, 0.75F, 0.25F, 0.25F, 0.75F, 0, 1}));
}

// Four values to two: the middle between two of them, Keys' kernel with a = -0.75 at distances of
// 1.5 and 0.5: -0.09375 and 0.59375; beyond the border stands the border's value.
TEST(Resampling, BicubicByHand) {
  EXPECT_EQ(resampling(4, 2, Kernel::bicubic),
            (std::vector<float>{0.5F, 0.59375F, -0.09375F, 0, 0, -0.09375F, 0.59375F, 0.5F}));
}

// Four to two, the triangle twice as wide: distances 0.25, 0.25, 0.75 of its reach; the fourth
// value is beyond the reach: weights 0.75, 0.75, 0.25 over their sum.
TEST(Resampling, AntialiasedByHand) {
  const auto weights = resampling(4, 2, Kernel::bilinear_antialiased);
  const std::vector<float> wanted = {3.0F / 7, 3.0F / 7, 1.0F / 7, 0,
                                     0,        1.0F / 7, 3.0F / 7, 3.0F / 7};
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_NEAR(weights[i], wanted[i], 1e-7);
  }
}

// PyTorch 2.15's torch.nn.functional.interpolate of unit rows, five values to three, to seven
// places.
TEST(Resampling, IsPyTorchs) {
  const std::array<std::pair<Kernel, std::vector<float>>, 3> wanted = {
      {{Kernel::bicubic,
        {0.6851851F, 0.3703704F, -0.0555553F, 0, 0, 0, 0, 1, 0, 0, 0, 0, -0.0555558F, 0.3703706F,
         0.685185F}},
       {Kernel::bicubic_antialiased,
        {0.5846153F, 0.4461538F, 0, -0.0307692F, 0, -0.0372093F, 0.2465116F, 0.5813953F, 0.2465116F,
         -0.0372093F, 0, -0.0307691F, 0, 0.4461538F, 0.5846152F}},
       {Kernel::bilinear_antialiased,
        {0.5714286F, 0.4285714F, 0, 0, 0, 0, 0.2222222F, 0.5555556F, 0.2222222F, 0, 0, 0, 0,
         0.4285715F, 0.5714285F}}}};
  for (const auto& [kernel, rows] : wanted) {
    const auto weights = resampling(5, 3, kernel);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_NEAR(weights[i], rows[i], 1e-6) << i;
    }
  }
}

TEST(Resampled, KeepsAPlaneThatIsFlatAndTellsChannelsApart) {
  Plane plane{4, 6, 2, {}};
  for (int i = 0; i < 24; ++i) {
    plane.values.insert(plane.values.end(), {7, static_cast<float>(i / 6)});  // its row
  }
  const Plane out = resampled(plane, 2, 3, Kernel::bilinear_antialiased);
  ASSERT_EQ(out.values.size(), 12U);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(out.values[2 * i], 7, 1e-5);
    EXPECT_NEAR(out.values[2 * i + 1], i < 3 ? 5.0 / 7 : 16.0 / 7, 1e-5);  // 0, 1, 2 by 3, 3, 1
  }
}

TEST(Resampling, RefusesAnEmptyRow) {
  EXPECT_THROW(resampling(0, 1, Kernel::bicubic), std::invalid_argument);
}

}  // namespace
}  // namespace msmv::pfenet
