#include "msmv/nuclei/crops.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <opencv2/imgproc.hpp>
#include <random>
#include <stdexcept>
#include <string>

#include "msmv/stain/he_space.h"
#include "msmv/values/random.h"

namespace msmv::nuclei {
namespace {

using Random = std::mt19937_64;

double between_both(double low, double high, Random& random) {
  return low + (high - low) * uniform(random);
}

// A square of a field, and how it comes to the crop.
struct Cut {
  int x = 0, y = 0, side = 0;  // in pixels of the photo; may hang over its borders
  double photo_px_per_crop_px = 1;
};

int corner(int photo_px, int side, Random& random) {
  const int room = photo_px - side;
  return std::min(room, 0) +
         static_cast<int>(below(static_cast<std::size_t>(std::abs(room)) + 1, random));
}

Cut draw_cut(const LabelledField& field, const NetworkConfig& network, const Recipe& recipe,
             Random& random) {
  const double zoom =
      std::exp(between_both(std::log(recipe.smallest_zoom), std::log(recipe.largest_zoom), random));
  const double side_um = recipe.crop_px * network.um_per_px * zoom;
  Cut cut;
  cut.side = std::max(1, static_cast<int>(std::lround(side_um / field.photo.um_per_px.x)));
  cut.x = corner(field.photo.image.pixels.cols, cut.side, random);
  cut.y = corner(field.photo.image.pixels.rows, cut.side, random);
  cut.photo_px_per_crop_px = static_cast<double>(cut.side) / recipe.crop_px;
  return cut;
}

cv::Mat pixels_of(const cv::Mat& photo, const Cut& cut, int crop_px) {
  const cv::Rect wanted(cut.x, cut.y, cut.side, cut.side);
  const cv::Rect inside = wanted & cv::Rect({}, photo.size());
  cv::Mat part = photo(inside);
  if (inside != wanted) {
    cv::Mat whole;
    cv::copyMakeBorder(part, whole, inside.y - wanted.y, wanted.br().y - inside.br().y,
                       inside.x - wanted.x, wanted.br().x - inside.br().x,
                       cv::BORDER_REFLECT | cv::BORDER_ISOLATED);
    part = whole;
  }
  cv::Mat crop;
  cv::resize(part, crop, {crop_px, crop_px}, 0, 0,
             cut.side > crop_px ? cv::INTER_AREA : cv::INTER_LINEAR);
  return crop;
}

// Where the middle of a map's place lies in the photo.
double in_photo(int place, int from, const Cut& cut) {
  return from + (2 * place + 1) * cut.photo_px_per_crop_px;
}

// The highest of the Gaussians of all centres.
cv::Mat target_of(const LabelledField& field, const Cut& cut, const Recipe& recipe, double um) {
  const int side = recipe.crop_px / 2;
  const double deviation = recipe.centre_um / (2 * um);  // in places of the map
  const int reach = static_cast<int>(std::ceil(4 * deviation));
  cv::Mat target = cv::Mat::zeros(side, side, CV_32F);
  for (const Point& centre : field.centres) {
    const double x = (centre.x - cut.x) / cut.photo_px_per_crop_px / 2 - 0.5;
    const double y = (centre.y - cut.y) / cut.photo_px_per_crop_px / 2 - 0.5;
    const int left = static_cast<int>(std::lround(x)), top = static_cast<int>(std::lround(y));
    for (int i = std::max(0, top - reach); i <= std::min(side - 1, top + reach); ++i) {
      for (int j = std::max(0, left - reach); j <= std::min(side - 1, left + reach); ++j) {
        const double squared = (i - y) * (i - y) + (j - x) * (j - x);
        auto& value = target.at<float>(i, j);
        value =
            std::max(value, static_cast<float>(std::exp(-squared / (2 * deviation * deviation))));
      }
    }
  }
  return target;
}

cv::Mat weights_of(const cv::Mat& photo, const Cut& cut, int side) {
  cv::Mat weights(side, side, CV_32F);
  for (int i = 0; i < side; ++i) {
    for (int j = 0; j < side; ++j) {
      const double x = in_photo(j, cut.x, cut), y = in_photo(i, cut.y, cut);
      weights.at<float>(i, j) = x > 0 && y > 0 && x < photo.cols && y < photo.rows ? 1.0F : 0.0F;
    }
  }
  return weights;
}

void change_stains(cv::Mat& crop, const Recipe& recipe, Random& random) {
  const auto gain = [&] { return 1 + recipe.stain_gain * signed_uniform(random); };
  const stain::Vector3 gains = {gain(), gain(), gain()};
  const auto shift = [&] { return recipe.stain_shift * signed_uniform(random); };
  const stain::Vector3 shifts = {shift(), shift(), 0};
  const std::span<std::uint8_t> rgb(crop.ptr(), crop.total() * 3);
  stain::apply(stain::he_jitter(gains, shifts), rgb, rgb);
}

// Focus, light and noise of another microscope.
void change_optics(cv::Mat& crop, const Recipe& recipe, Random& random) {
  cv::Mat pixels, blurred;
  crop.convertTo(pixels, CV_32F);
  const double kind = uniform(random);
  if (const double strength = uniform(random); recipe.blur_px > 0 && kind < 0.5) {
    const bool is_blurred = kind < 0.3;
    cv::GaussianBlur(pixels, blurred, {}, is_blurred ? 0.3 + strength * recipe.blur_px : 1);
    pixels = is_blurred ? blurred : cv::Mat(pixels + strength * (pixels - blurred));
  }
  const auto light = [&] { return 1 + recipe.light * signed_uniform(random); };
  const std::array<double, 3> gains = {light(), light(), light()};
  cv::multiply(pixels, cv::Scalar(gains[0], gains[1], gains[2]), pixels);
  cv::Mat noise(pixels.size(), pixels.type());
  cv::RNG(random()).fill(noise, cv::RNG::NORMAL, 0, 1);
  pixels += recipe.noise * uniform(random) * noise;
  pixels.convertTo(crop, CV_8U);
}

void turn(cv::Mat& map, std::size_t quarters, bool is_mirrored) {
  cv::Mat turned = map;
  if (quarters > 0) {
    cv::rotate(map, turned, static_cast<int>(quarters) - 1);
  }
  if (is_mirrored) {
    cv::flip(turned.clone(), turned, 1);
  }
  map = turned;
}

template <class T>
void append(const cv::Mat& map, std::vector<T>& to) {
  const cv::Mat whole = map.isContinuous() ? map : map.clone();
  const auto* begin = reinterpret_cast<const T*>(whole.ptr());
  to.insert(to.end(), begin, begin + whole.total() * static_cast<std::size_t>(whole.channels()));
}

void append_crop(const LabelledField& field, const NetworkConfig& network, const Recipe& recipe,
                 Random& random, CropBatch& batch) {
  const cv::Mat& photo = field.photo.image.pixels;
  const Cut cut = draw_cut(field, network, recipe, random);
  cv::Mat crop = pixels_of(photo, cut, recipe.crop_px);
  cv::Mat target = target_of(field, cut, recipe, network.um_per_px);
  cv::Mat weights = weights_of(photo, cut, recipe.crop_px / 2);
  change_stains(crop, recipe, random);
  change_optics(crop, recipe, random);
  const std::size_t quarters = below(4, random);
  const bool is_mirrored = below(2, random) == 1;
  for (cv::Mat* map : {&crop, &target, &weights}) {
    turn(*map, quarters, is_mirrored);
  }
  append(crop, batch.crops.pixels);
  append(target, batch.targets);
  append(weights, batch.weights);
}

}  // namespace

CropMaker::CropMaker(std::span<const LabelledField> fields, const NetworkConfig& network,
                     const Recipe& recipe)
    : network_(network), recipe_(recipe) {
  std::map<std::string, std::vector<const LabelledField*>> by_source;
  for (const LabelledField& field : fields) {
    by_source[field.source].push_back(&field);
  }
  for (auto& [source, members] : by_source) {
    by_source_.push_back(std::move(members));
  }
  if (by_source_.empty()) {
    throw std::invalid_argument("nuclei: no fields to draw crops from");
  }
}

CropBatch CropMaker::batch(std::size_t step) const {
  CropBatch batch;
  const auto count = static_cast<std::size_t>(recipe_.batch);
  batch.crops.samples = count;
  batch.crops.scales = 1;
  batch.crops.side_px = static_cast<std::size_t>(recipe_.crop_px);
  for (std::size_t i = 0; i < count; ++i) {
    Random random(derive(derive(recipe_.seed, step), i));
    const auto& source = by_source_[(step * count + i) % by_source_.size()];
    append_crop(*source[below(source.size(), random)], network_, recipe_, random, batch);
  }
  return batch;
}

}  // namespace msmv::nuclei
