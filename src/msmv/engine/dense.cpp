#include "msmv/engine/dense.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace msmv::engine {

namespace {

constexpr std::size_t kLanes = 8;
constexpr std::size_t kInputs = 4;  // that share one reading of the matrix
using Lanes [[gnu::vector_size(kLanes * sizeof(float))]] = float;

// The products of one row with four inputs; always four, so that each is summed in one order.
// Compiled with FMA and for any x86-64; which one runs is chosen when the program is loaded.
[[gnu::target_clones("fma", "default")]] void multiply_row(
    const float* row, const std::array<const float*, kInputs>& inputs, std::size_t columns,
    std::array<float, kInputs>& products) {
  std::array<Lanes, kInputs> sums{};
  std::size_t column = 0;
  for (; column + kLanes <= columns; column += kLanes) {
    Lanes weights;
    std::memcpy(&weights, row + column, sizeof(weights));
    for (std::size_t i = 0; i < kInputs; ++i) {
      Lanes values;
      std::memcpy(&values, inputs[i] + column, sizeof(values));
      sums[i] += weights * values;
    }
  }
  for (std::size_t i = 0; i < kInputs; ++i) {
    float rest = 0;
    for (std::size_t c = column; c < columns; ++c) {
      rest += row[c] * inputs[i][c];
    }
    const Lanes& s = sums[i];
    products[i] = ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7])) + rest;
  }
}

}  // namespace

void multiply(const Matrix& matrix, std::span<const float> inputs, std::span<float> outputs) {
  const std::size_t count = inputs.size() / matrix.columns;
  // Row by row, so that the matrix, which is the larger, is read from memory once.
  for (std::size_t r = 0; r < matrix.rows; ++r) {
    for (std::size_t first = 0; first < count; first += kInputs) {
      std::array<const float*, kInputs> block{};
      for (std::size_t i = 0; i < kInputs; ++i) {
        block[i] = inputs.data() + std::min(first + i, count - 1) * matrix.columns;
      }
      std::array<float, kInputs> products{};
      multiply_row(matrix.values.data() + r * matrix.columns, block, matrix.columns, products);
      for (std::size_t i = 0; i < std::min(kInputs, count - first); ++i) {
        outputs[(first + i) * matrix.rows + r] = products[i];
      }
    }
  }
}

}  // namespace msmv::engine
