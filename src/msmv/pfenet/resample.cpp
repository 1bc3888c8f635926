#include "msmv/pfenet/resample.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace msmv::pfenet {
namespace {

// Keys' cubic convolution kernel at distance x.
double cubic(double x, double a) {
  x = std::abs(x);
  if (x < 1) {
    return ((a + 2) * x - (a + 3)) * x * x + 1;
  }
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

double triangle(double x) {
  return std::max(0.0, 1 - std::abs(x));
}

bool is_antialiased(Kernel kernel) {
  return kernel == Kernel::bicubic_antialiased || kernel == Kernel::bilinear_antialiased;
}

bool is_cubic(Kernel kernel) {
  return kernel == Kernel::bicubic || kernel == Kernel::bicubic_antialiased;
}

// The nearest values alone; what is beyond the border is the border's.
void fill_plain(float* row, std::size_t in, double center, Kernel kernel) {
  const auto first = static_cast<std::ptrdiff_t>(std::floor(center));
  const std::ptrdiff_t reach = is_cubic(kernel) ? 2 : 1;
  const auto last = static_cast<std::ptrdiff_t>(in) - 1;
  for (std::ptrdiff_t tap = first - reach + 1; tap <= first + reach; ++tap) {
    const double distance = static_cast<double>(tap) - center;
    const double weight = is_cubic(kernel) ? cubic(distance, -0.75) : triangle(distance);
    row[std::clamp<std::ptrdiff_t>(tap, 0, last)] += static_cast<float>(weight);
  }
}

// All values under the widened kernel; those beyond the border have no weight.
void fill_antialiased(float* row, std::size_t in, double center, double scale, Kernel kernel) {
  const double widening = std::max(scale, 1.0);
  const double support = (is_cubic(kernel) ? 2 : 1) * widening;
  const auto first = static_cast<std::size_t>(std::max(0.0, std::floor(center - support + 0.5)));
  const auto end = static_cast<std::size_t>(
      std::min(static_cast<double>(in), std::floor(center + support + 0.5)));
  std::vector<double> weights;
  double sum = 0;
  for (std::size_t tap = first; tap < end; ++tap) {
    const double distance = (static_cast<double>(tap) - center + 0.5) / widening;
    weights.push_back(is_cubic(kernel) ? cubic(distance, -0.5) : triangle(distance));
    sum += weights.back();
  }
  for (std::size_t tap = first; tap < end; ++tap) {
    row[tap] = static_cast<float>(weights[tap - first] / sum);
  }
}

}  // namespace

std::vector<float> resampling(std::size_t in, std::size_t out, Kernel kernel) {
  if (in == 0 || out == 0) {
    throw std::invalid_argument("resampling: an empty row");
  }
  const double scale = static_cast<double>(in) / static_cast<double>(out);
  std::vector<float> weights(out * in, 0);
  for (std::size_t i = 0; i < out; ++i) {
    const double center = scale * (static_cast<double>(i) + 0.5);
    float* row = weights.data() + i * in;
    if (is_antialiased(kernel)) {
      fill_antialiased(row, in, center, scale, kernel);
    } else {
      fill_plain(row, in, center - 0.5, kernel);
    }
  }
  return weights;
}

Plane resampled(const Plane& plane, std::size_t out_height, std::size_t out_width, Kernel kernel) {
  const auto down = resampling(plane.height, out_height, kernel);
  const auto across = resampling(plane.width, out_width, kernel);
  const std::size_t row = plane.width * plane.channels;
  std::vector<float> between(out_height * row, 0);
  for (std::size_t y = 0; y < out_height; ++y) {
    for (std::size_t from = 0; from < plane.height; ++from) {
      const float weight = down[y * plane.height + from];
      for (std::size_t i = 0; weight != 0 && i < row; ++i) {
        between[y * row + i] += weight * plane.values[from * row + i];
      }
    }
  }
  Plane out{out_height, out_width, plane.channels, {}};
  out.values.assign(out_height * out_width * plane.channels, 0);
  for (std::size_t y = 0; y < out_height; ++y) {
    for (std::size_t x = 0; x < out_width; ++x) {
      float* value = out.values.data() + (y * out_width + x) * plane.channels;
      for (std::size_t from = 0; from < plane.width; ++from) {
        const float weight = across[x * plane.width + from];
        const float* source = between.data() + y * row + from * plane.channels;
        for (std::size_t c = 0; weight != 0 && c < plane.channels; ++c) {
          value[c] += weight * source[c];
        }
      }
    }
  }
  return out;
}

}  // namespace msmv::pfenet
