#pragma once

#include <array>
#include <cstddef>

namespace msmv::stain {

// 3 x 3, row by row.
using Matrix3 = std::array<double, 9>;
using Vector3 = std::array<double, 3>;

constexpr Matrix3 kIdentity3 = {1, 0, 0, 0, 1, 0, 0, 0, 1};

constexpr Vector3 cross(const Vector3& a, const Vector3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

constexpr double dot(const Vector3& a, const Vector3& b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

constexpr Matrix3 from_columns(const Vector3& a, const Vector3& b, const Vector3& c) {
  return {a[0], b[0], c[0], a[1], b[1], c[1], a[2], b[2], c[2]};
}

constexpr Matrix3 diagonal(const Vector3& d) {
  return {d[0], 0, 0, 0, d[1], 0, 0, 0, d[2]};
}

constexpr Vector3 multiply(const Matrix3& m, const Vector3& v) {
  return {m[0] * v[0] + m[1] * v[1] + m[2] * v[2], m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
          m[6] * v[0] + m[7] * v[1] + m[8] * v[2]};
}

constexpr Matrix3 multiply(const Matrix3& a, const Matrix3& b) {
  Matrix3 out{};
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 3; ++column) {
      for (std::size_t k = 0; k < 3; ++k) {
        out[3 * row + column] += a[3 * row + k] * b[3 * k + column];
      }
    }
  }
  return out;
}

// The caller knows that `m` is not singular.
constexpr Matrix3 inverse(const Matrix3& m) {
  const Vector3 a = {m[0], m[3], m[6]}, b = {m[1], m[4], m[7]}, c = {m[2], m[5], m[8]};
  const Vector3 bc = cross(b, c), ca = cross(c, a), ab = cross(a, b);
  const double determinant = dot(a, bc);
  return {bc[0] / determinant, bc[1] / determinant, bc[2] / determinant,
          ca[0] / determinant, ca[1] / determinant, ca[2] / determinant,
          ab[0] / determinant, ab[1] / determinant, ab[2] / determinant};
}

}  // namespace msmv::stain
