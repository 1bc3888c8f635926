#include "msmv/phantom/optics.h"

#include <array>
#include <bit>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "msmv/stain/matrix3.h"

namespace msmv::phantom {
namespace {

using stain::Vector3;

constexpr float kDensitySteps = 1024;  // of the table, in one unit of optical density
constexpr float kMostDensity = 7;

// How one slide was stained and one camera sees it.
struct Camera {
  Vector3 hematoxylin, eosin;  // optical density of one unit, in R, G, B
  Vector3 white;               // the light through clear glass, 0 to 1
  double blur_px;
  double noise_levels;  // of the sensor, at white
};

Camera draw_camera(Random& random, double um_per_px) {
  const auto around = [&](double mean, double by) { return mean + random.uniform(-by, by); };
  const double strength = around(1, 0.15);
  return {.hematoxylin = {strength * around(0.66, 0.04), strength * around(0.71, 0.04),
                          strength * around(0.30, 0.06)},
          .eosin = {strength * around(0.18, 0.05), strength * around(0.92, 0.05),
                    strength * around(0.30, 0.07)},
          .white = {around(0.955, 0.015), around(0.955, 0.015), around(0.965, 0.015)},
          .blur_px = around(0.42, 0.07) / um_per_px,
          .noise_levels = around(1.8, 0.6)};
}

std::vector<std::uint16_t> light_table(double white) {
  std::vector<std::uint16_t> light(static_cast<std::size_t>(kMostDensity * kDensitySteps) + 1);
  for (std::size_t i = 0; i < light.size(); ++i) {
    const double passed = white * std::exp(-static_cast<double>(i) / kDensitySteps);
    light[i] = static_cast<std::uint16_t>(std::lround(65535 * passed));
  }
  return light;
}

// CV_16UC3 of the light that passes.
cv::Mat transmit(const Canvas& canvas, const Camera& camera) {
  const std::array light = {light_table(camera.white[0]), light_table(camera.white[1]),
                            light_table(camera.white[2])};
  cv::Mat passed(canvas.height, canvas.width, CV_16UC3);
  for (int y = 0; y < canvas.height; ++y) {
    auto* out = passed.ptr<cv::Vec3w>(y);
    for (int x = 0; x < canvas.width; ++x) {
      const std::size_t i = canvas.at(x, y);
      for (std::size_t c = 0; c < 3; ++c) {
        const float density = canvas.hematoxylin[i] * static_cast<float>(camera.hematoxylin[c]) +
                              canvas.eosin[i] * static_cast<float>(camera.eosin[c]);
        const float place = std::clamp(density, 0.0F, kMostDensity) * kDensitySteps + 0.5F;
        out[x][static_cast<int>(c)] = light[c][static_cast<std::size_t>(place)];
      }
    }
  }
  return passed;
}

// The photons' noise goes with the root of the light.
std::vector<std::int32_t> noise_table(double levels) {
  std::vector<std::int32_t> scale(256);
  for (std::size_t i = 0; i < scale.size(); ++i) {
    const double root = std::sqrt((static_cast<double>(i) + 12) / 267);
    scale[i] = static_cast<std::int32_t>(std::lround(levels * root * 257 / 4));
  }
  return scale;
}

RgbImage read_out(const cv::Mat& light, const Camera& camera, Seed seed) {
  const std::vector<std::int32_t> scale = noise_table(camera.noise_levels);
  RgbImage image{cv::Mat(light.size(), CV_8UC3)};
  std::uint64_t drawn = 0;
  for (int y = 0; y < light.rows; ++y) {
    const auto* in = light.ptr<std::uint16_t>(y);
    auto* out = image.pixels.ptr<std::uint8_t>(y);
    for (int i = 0; i < 3 * light.cols; ++i) {
      const int bits = std::popcount(derive(seed, drawn++)) - 32;  // of deviation 4
      const std::int32_t level = in[i] + bits * scale[in[i] >> 8] + 128;
      out[i] = static_cast<std::uint8_t>(std::clamp(level / 257, 0, 255));
    }
  }
  return image;
}

}  // namespace

RgbImage expose(const Canvas& canvas, Random& random) {
  const Camera camera = draw_camera(random, canvas.um_per_px);
  cv::Mat light = transmit(canvas, camera);
  cv::GaussianBlur(light, light, {}, camera.blur_px);
  return read_out(light, camera, random.bits());
}

}  // namespace msmv::phantom
