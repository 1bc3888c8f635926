#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace msmv::engine {

// A trained linear map: [rows, columns], row-major.
struct Matrix {
  std::size_t rows = 0, columns = 0;
  std::vector<float> values;
};

// outputs [count, rows] = inputs [count, columns] times the transposed matrix. The bits of a row of
// the output depend on its own input only, not on `count`.
void multiply(const Matrix& matrix, std::span<const float> inputs, std::span<float> outputs);

}  // namespace msmv::engine
