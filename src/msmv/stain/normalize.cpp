#include "msmv/stain/normalize.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <span>
#include <stdexcept>
#include <vector>

#include "msmv/stain/macenko.h"
#include "msmv/stain/reinhard.h"
#include "msmv/stain/tissue_mask.h"
#include "msmv/values/errors.h"

namespace msmv::stain {
namespace {

StainLook stain_look(const Target& target) {
  const auto& od = target.stain_od;
  return {.hematoxylin = {od[0], od[1], od[2]},
          .eosin = {od[3], od[4], od[5]},
          .max_concentration = target.max_concentration};
}

RgbImage recoloured(const RgbImage& image, const OdMap& map) {
  const cv::Mat in = image.pixels.isContinuous() ? image.pixels : image.pixels.clone();
  RgbImage out{cv::Mat(in.size(), CV_8UC3)};
  const std::size_t bytes = in.total() * 3;
  apply(map, {in.data, bytes}, {out.pixels.data, bytes});
  return out;
}

cv::Mat without(const cv::Mat& tissue, const cv::Mat& ignored) {
  if (ignored.empty()) {
    return tissue;
  }
  cv::Mat out = tissue.clone(), map;
  cv::resize(ignored, map, tissue.size(), 0, 0, cv::INTER_NEAREST);
  out.setTo(0, map);
  return out;
}

}  // namespace

Recolouring measure(const RgbImage& image, const Config& config, const cv::Mat& ignored) {
  switch (config.method) {
    case Method::none:
      return {};
    case Method::macenko: {
      const StainSearch found = find_stains(image, ignored);
      if (found.look) {
        return {.change = recolouring(*found.look, stain_look(config.target))};
      }
      return {.fault = found.fault};
    }
    case Method::reinhard:
      if (const auto look = find_lab_look(image, without(tissue_mask(image), ignored))) {
        return {.change =
                    recolouring(*look, {config.target.lab_mean, config.target.lab_deviation})};
      }
      return {.fault = Fault::one_brightness};
  }
  throw std::invalid_argument("stain::measure: got no method");
}

RgbImage apply(const Recolouring& recolouring, const RgbImage& image) {
  if (const auto* od = std::get_if<OdMap>(&recolouring.change)) {
    return recoloured(image, *od);
  }
  if (const auto* lab = std::get_if<LabMap>(&recolouring.change)) {
    return apply(*lab, image, tissue_mask(image));
  }
  return image;
}

RgbImage normalize(const RgbImage& image, const Config& config) {
  return apply(measure(image, config), image);
}

std::optional<Target> look_of(const RgbImage& image) {
  const auto lab = find_lab_look(image, tissue_mask(image));
  const auto stains = find_stains(image).look;
  if (!lab || !stains) {
    return std::nullopt;
  }
  const Vector3 &h = stains->hematoxylin, &e = stains->eosin;
  return Target{.lab_mean = lab->mean,
                .lab_deviation = lab->deviation,
                .stain_od = {h[0], h[1], h[2], e[0], e[1], e[2]},
                .max_concentration = stains->max_concentration};
}

namespace {

// Adds up one field of every look.
template <class Array>
Array mean_of(std::span<const Target> looks, Array Target::*field) {
  Array mean{};
  for (const Target& look : looks) {
    for (std::size_t i = 0; i < mean.size(); ++i) {
      mean[i] += (look.*field)[i] / static_cast<double>(looks.size());
    }
  }
  return mean;
}

}  // namespace

Target average(std::span<const Target> looks) {
  if (looks.empty()) {
    throw std::invalid_argument("stain::average: no looks");
  }
  Target mean{.lab_mean = mean_of(looks, &Target::lab_mean),
              .lab_deviation = mean_of(looks, &Target::lab_deviation),
              .stain_od = mean_of(looks, &Target::stain_od),
              .max_concentration = mean_of(looks, &Target::max_concentration)};
  for (std::size_t stain = 0; stain < 6; stain += 3) {  // the mean of unit vectors is shorter
    auto* od = &mean.stain_od[stain];
    const double length = std::hypot(od[0], od[1], od[2]);
    std::for_each(od, od + 3, [&](double& value) { value /= length; });
  }
  return mean;
}

Target fit(std::span<const RgbImage> images) {
  std::vector<Target> looks;
  for (const RgbImage& image : images) {
    if (const auto look = look_of(image)) {
      looks.push_back(*look);
    }
  }
  if (looks.empty()) {
    throw InputError("shows no tissue stained with both hematoxylin and eosin");
  }
  return average(looks);
}

}  // namespace msmv::stain
