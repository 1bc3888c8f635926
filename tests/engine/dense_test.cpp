#include "msmv/engine/dense.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace msmv::engine {
namespace {

std::vector<float> random_values(std::size_t count) {
  std::mt19937 random(static_cast<unsigned>(count));
  std::uniform_real_distribution<float> pick(-1, 1);
  std::vector<float> values(count);
  std::generate(values.begin(), values.end(), [&] { return pick(random); });
  return values;
}

TEST(Dense, IsTheSumOfProductsForAnyWidthAndCount) {
  for (const std::size_t columns : {1U, 7U, 8U, 100U}) {
    for (const std::size_t count : {1U, 4U, 5U}) {
      const Matrix matrix{.rows = 3, .columns = columns, .values = random_values(3 * columns)};
      const auto inputs = random_values(count * columns);
      std::vector<float> outputs(count * 3);
      multiply(matrix, inputs, outputs);
      for (std::size_t i = 0; i < outputs.size(); ++i) {
        double sum = 0;
        for (std::size_t c = 0; c < columns; ++c) {
          sum += matrix.values[i % 3 * columns + c] * inputs[i / 3 * columns + c];
        }
        EXPECT_NEAR(outputs[i], sum, 1e-5) << columns << " columns, " << count << " inputs";
      }
    }
  }
}

TEST(Dense, AnInputHasTheSameBitsWhateverItsNeighbours) {
  const Matrix matrix{.rows = 5, .columns = 203, .values = random_values(5 * 203)};
  const auto inputs = random_values(7 * 203);
  std::vector<float> together(7 * 5);
  multiply(matrix, inputs, together);
  for (std::size_t i = 0; i < 7; ++i) {
    std::vector<float> alone(5);
    multiply(matrix, std::span(inputs).subspan(i * 203, 203), alone);
    EXPECT_TRUE(
        std::equal(alone.begin(), alone.end(), together.begin() + static_cast<long>(5 * i)));
  }
}

}  // namespace
}  // namespace msmv::engine
