#include "msmv/fitness/look.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>

#include "msmv/fitness/colour_kinds.h"
#include "msmv/stain/he_space.h"
#include "msmv/stain/sample.h"

// Colours are looked at in pixels of about 1.68 um (a nucleus is 4 of them across), slopes in
// pixels of 0.84 um. Numbers are explained, and measured on real fields, in docs/fitness.md.

namespace msmv::fitness {
namespace {

constexpr double kColourUm = 2 * kSlopeUm;
constexpr int kSampleStep = 2;  // percentiles are those of every second pixel of every second row
constexpr double kLeastInkUm2 = 2000, kLeastFoldUm2 = 2000;
constexpr double kInkMarginUm = 10;
constexpr double kDarkDensity = 2;
constexpr double kFoldOverMedian = 2.5, kLeastFoldDensity = 1.15;
constexpr double kDensestPercent = 90;  // of small structures: nuclei
constexpr double kEosinPercent = 90;
constexpr double kBlurSigmaPx = 2;     // of the slopes' pixels
constexpr double kLeastSlopes = 0.25;  // of the field's mean: below, there is nothing to be sharp
constexpr double kBlurred = 1.6;       // sharpness of a place
constexpr int kBlockPx = 8;            // of the colours' pixels

cv::Mat reduced(const cv::Mat& image, double um_per_px, double wanted_um) {
  const double factor = std::max(1.0, wanted_um / um_per_px);
  const cv::Size size(std::max(1, cvRound(image.cols / factor)),
                      std::max(1, cvRound(image.rows / factor)));
  cv::Mat out;
  cv::resize(image, out, size, 0, 0, cv::INTER_AREA);
  return out;
}

cv::Mat densities_at(const cv::Mat& rgb) {
  cv::Mat table(1, 256, CV_32F), out;
  for (int level = 0; level < 256; ++level) {
    table.at<float>(level) =
        static_cast<float>(std::max(0.0, stain::optical_density(level, stain::kWhite)));
  }
  cv::LUT(rgb, table, out);
  return out;
}

Density density_in(const cv::Vec3f& pixel) {
  return {pixel[0], pixel[1], pixel[2]};
}

// Masks (CV_8UC1, 255 where it is so) of one field in pixels of about 1.68 um.
struct ColourMaps {
  cv::Mat density, mean, hue;  // CV_32FC3, CV_32FC1; on glass hue means nothing
  cv::Mat tissue, foreign, dark, ink, blood;
  double um_per_px = 0;
  double um2() const { return um_per_px * um_per_px; }  // of a pixel
};

// Density::hue() of each pixel, of all at once: an arc tangent a pixel took most of the time.
cv::Mat hues_of(const cv::Mat& density) {
  cv::Mat x, y, hue;
  cv::transform(density, x, cv::Matx13f(1, 0, -1));
  cv::transform(density, y, cv::Matx13f(-0.5F, 1, -0.5F));
  cv::phase(x, y, hue, true);
  cv::subtract(hue, 360, hue, hue > 180);
  return hue;
}

// Of a picture in pixels of `um_per_px`.
ColourMaps colour_maps(const cv::Mat& rgb, double um_per_px) {
  ColourMaps maps;
  maps.density = densities_at(reduced(rgb, um_per_px, kColourUm));
  maps.um_per_px = um_per_px * rgb.cols / maps.density.cols;
  const cv::Size size = maps.density.size();
  maps.mean.create(size, CV_32F);
  maps.hue = hues_of(maps.density);
  for (cv::Mat* mask : {&maps.tissue, &maps.foreign, &maps.dark, &maps.ink, &maps.blood}) {
    *mask = cv::Mat::zeros(size, CV_8U);
  }
  for (int y = 0; y < size.height; ++y) {
    const auto* densities = maps.density.ptr<cv::Vec3f>(y);
    const auto* hues = maps.hue.ptr<float>(y);
    for (int x = 0; x < size.width; ++x) {
      const Density d = density_in(densities[x]);
      maps.mean.at<float>(y, x) = d.mean();
      if (is_light(d)) {
        continue;
      }
      (kind_of(d, hues[x]) == Kind::tissue ? maps.tissue : maps.foreign).at<std::uint8_t>(y, x) =
          255;
      maps.dark.at<std::uint8_t>(y, x) = d.mean() > kDarkDensity ? 255 : 0;
      maps.ink.at<std::uint8_t>(y, x) = is_ink_coloured(d, hues[x]) ? 255 : 0;
      maps.blood.at<std::uint8_t>(y, x) = is_blood_coloured(d) ? 255 : 0;
    }
  }
  return maps;
}

cv::Mat disc(double radius_px) {
  const int side = 2 * std::max(1, cvRound(radius_px)) + 1;
  return cv::getStructuringElement(cv::MORPH_ELLIPSE, {side, side});
}

// What is left of a mask without its smaller parts.
cv::Mat large_parts(const cv::Mat& mask, double least_px) {
  if (cv::countNonZero(mask) < least_px) {
    return cv::Mat::zeros(mask.size(), CV_8U);
  }
  cv::Mat labels, measures, centres;
  const int count = cv::connectedComponentsWithStats(mask, labels, measures, centres);
  std::vector<std::uint8_t> is_kept(static_cast<std::size_t>(count), 0);
  for (int i = 1; i < count; ++i) {
    is_kept[static_cast<std::size_t>(i)] =
        measures.at<int>(i, cv::CC_STAT_AREA) >= least_px ? 255 : 0;
  }
  cv::Mat kept(mask.size(), CV_8U);
  std::transform(labels.begin<int>(), labels.end<int>(), kept.begin<std::uint8_t>(),
                 [&](int label) { return is_kept[static_cast<std::size_t>(label)]; });
  return kept;
}

double share(const cv::Mat& mask) {
  return static_cast<double>(cv::countNonZero(mask)) / static_cast<double>(mask.total());
}

float percentile_of(std::vector<float>& values, double percent) {
  const auto rank =
      static_cast<std::ptrdiff_t>(percent / 100 * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return values[static_cast<std::size_t>(rank)];
}

// A sample of them, for percentiles.
std::vector<float> values_under(const cv::Mat& mask, const cv::Mat& map) {
  std::vector<float> values;
  for (int y = 0; y < mask.rows; y += kSampleStep) {
    for (int x = 0; x < mask.cols; x += kSampleStep) {
      if (mask.at<std::uint8_t>(y, x) != 0) {
        values.push_back(map.at<float>(y, x));
      }
    }
  }
  return values;
}

// Where hue goes round (yellow to green) no tissue is.
double eosin_hue_of(const ColourMaps& maps, const cv::Mat& tissue) {
  std::vector<float> hues = values_under(tissue, maps.hue);
  return hues.empty() ? 0 : percentile_of(hues, kEosinPercent);
}

// A wide Gaussian blur, on pixels twice as wide.
cv::Mat widely_blurred(const cv::Mat& image, double sigma_px) {
  cv::Mat half, out;
  cv::resize(image, half, {(image.cols + 1) / 2, (image.rows + 1) / 2}, 0, 0, cv::INTER_AREA);
  cv::GaussianBlur(half, half, {}, sigma_px / 2);
  cv::resize(half, out, image.size(), 0, 0, cv::INTER_LINEAR);
  return out;
}

// The mean colour of what is densest against its surroundings of a nucleus or two.
std::array<double, 3> nuclear_colour_of(const ColourMaps& maps, const cv::Mat& tissue) {
  const double px = kColourUm / maps.um_per_px;
  cv::Mat near, total;
  cv::GaussianBlur(maps.density, near, {}, 0.8 * px);
  const cv::Mat excess = near - widely_blurred(maps.density, 4 * px);
  cv::transform(excess, total, cv::Matx13f(1, 1, 1));
  std::vector<float> totals = values_under(tissue, total);
  if (totals.empty()) {
    return {};
  }
  const float dense = percentile_of(totals, kDensestPercent);
  const cv::Scalar colour = cv::mean(excess, tissue & (total >= dense));
  const double sum = colour[0] + colour[1] + colour[2];
  if (!(sum > 1e-3)) {
    return {1, 1, 1};  // nothing is denser than the rest
  }
  return {3 * colour[0] / sum, 3 * colour[1] / sum, 3 * colour[2] / sum};
}

// Squared slopes (Sobel's) of a gray picture. One pass over rows: as pictures, the two derivatives
// and their squares would cost more in memory than in arithmetic.
cv::Mat_<float> squared_slopes(const cv::Mat_<float>& gray) {
  cv::Mat_<float> framed, out(gray.size());
  cv::copyMakeBorder(gray, framed, 1, 1, 1, 1, cv::BORDER_REFLECT_101);
  for (int y = 0; y < gray.rows; ++y) {
    const float *above = framed[y], *here = framed[y + 1], *below = framed[y + 2];
    float* squared = out[y];
    for (int x = 0; x < gray.cols; ++x) {
      const float across =
          above[x + 2] - above[x] + 2 * (here[x + 2] - here[x]) + below[x + 2] - below[x];
      const float down =
          below[x] - above[x] + 2 * (below[x + 1] - above[x + 1]) + below[x + 2] - above[x + 2];
      squared[x] = across * across + down * down;
    }
  }
  return out;
}

// Squared slopes of gray in pixels of 0.84 um, as they are and after a blur: their means over
// pixels of the colour maps.
struct Slopes {
  cv::Mat fine, coarse;
};

Slopes slopes_of(const cv::Mat& rgb, const cv::Size& size) {
  cv::Mat gray, blurred;
  cv::transform(rgb, gray, cv::Matx13f(1 / 3.F, 1 / 3.F, 1 / 3.F));
  gray.convertTo(gray, CV_32F);
  cv::GaussianBlur(gray, blurred, {}, kBlurSigmaPx);
  Slopes slopes;
  cv::resize(squared_slopes(gray), slopes.fine, size, 0, 0, cv::INTER_AREA);
  cv::resize(squared_slopes(blurred), slopes.coarse, size, 0, 0, cv::INTER_AREA);
  return slopes;
}

double sharpness_of(const Slopes& slopes, const cv::Mat& stained) {
  const double fine = cv::mean(slopes.fine, stained)[0],
               coarse = cv::mean(slopes.coarse, stained)[0];
  return coarse > 1e-6 ? fine / coarse : 0;
}

// Places that have slopes but no fine ones, as a mask.
cv::Mat blurred_places(const Slopes& slopes) {
  const cv::Size blocks(std::max(1, slopes.fine.cols / kBlockPx),
                        std::max(1, slopes.fine.rows / kBlockPx));
  cv::Mat fine, coarse, out;
  cv::resize(slopes.fine, fine, blocks, 0, 0, cv::INTER_AREA);
  cv::resize(slopes.coarse, coarse, blocks, 0, 0, cv::INTER_AREA);
  cv::blur(fine, fine, {3, 3});
  cv::blur(coarse, coarse, {3, 3});
  const double least = std::max(1e-3, kLeastSlopes * cv::mean(coarse)[0]);
  const cv::Mat is_blurred = (coarse >= least) & (fine < kBlurred * coarse);
  cv::resize(is_blurred, out, slopes.fine.size(), 0, 0, cv::INTER_NEAREST);
  return out;
}

cv::Mat pen_of(const ColourMaps& maps) {
  if (cv::countNonZero(maps.ink) == 0) {
    return maps.ink;
  }
  cv::Mat pen;
  cv::morphologyEx(maps.ink, pen, cv::MORPH_OPEN, disc(1));
  pen = large_parts(pen, kLeastInkUm2 / maps.um2());
  if (2 * cv::countNonZero(pen) > cv::countNonZero(maps.tissue | maps.foreign)) {
    pen = 0;  // no marks on a picture, but a picture of other colours
  }
  cv::dilate(pen, pen, disc(kInkMarginUm / maps.um_per_px));
  return pen;
}

cv::Mat blood_of(const ColourMaps& maps, const cv::Mat& pen) {
  cv::Mat blood = maps.blood & ~pen;
  if (cv::countNonZero(blood) > 0) {
    cv::morphologyEx(blood, blood, cv::MORPH_OPEN, disc(5 / maps.um_per_px));
  }
  return blood;
}

cv::Mat folds_of(const ColourMaps& maps, const cv::Mat& tissue) {
  std::vector<float> means = values_under(tissue, maps.mean);
  const double least =
      means.empty() ? 0 : std::max(kFoldOverMedian * percentile_of(means, 50), kLeastFoldDensity);
  if (means.empty() || cv::countNonZero(maps.mean > least) == 0) {
    return cv::Mat::zeros(tissue.size(), CV_8U);
  }
  const cv::Mat smooth = widely_blurred(maps.mean, 6 / maps.um_per_px);
  return large_parts((smooth > least) & tissue, kLeastFoldUm2 / maps.um2());
}

}  // namespace

Look look_at(const RgbImage& field, double um_per_px) {
  const cv::Mat half = reduced(field.pixels, um_per_px, kSlopeUm);
  const ColourMaps maps = colour_maps(half, um_per_px * field.pixels.cols / half.cols);
  const cv::Mat pen = pen_of(maps);
  const cv::Mat tissue = maps.tissue & ~pen, stained = (maps.tissue | maps.foreign) & ~pen;
  const cv::Mat fold = folds_of(maps, tissue), blood = blood_of(maps, pen);
  const Slopes slopes = slopes_of(half, tissue.size());
  const cv::Mat blur = blurred_places(slopes) & tissue;
  return {.measures = {.tissue = share(tissue),
                       .foreign = share(maps.foreign & ~pen),
                       .dark = share(maps.dark & ~pen),
                       .pen = share(pen),
                       .blood = share(blood),
                       .fold = share(fold),
                       .blur = share(blur),
                       .sharpness = sharpness_of(slopes, stained),
                       .eosin_hue = eosin_hue_of(maps, tissue),
                       .nuclear_colour = nuclear_colour_of(maps, tissue)},
          .pen = pen,
          .artefacts = pen | fold | blood | blur};
}

RgbImage without_pen(const RgbImage& field, const Look& look) {
  if (look.measures.pen == 0) {
    return field;
  }
  cv::Mat pen;
  cv::resize(look.pen, pen, field.pixels.size(), 0, 0, cv::INTER_NEAREST);
  RgbImage out{field.pixels.clone()};
  out.pixels.setTo(cv::mean(field.pixels, ~pen), pen);
  return out;
}

std::vector<Nucleus> outside(const cv::Mat& artefacts, std::span<const Nucleus> nuclei,
                             PixelExtent field) {
  std::vector<Nucleus> kept;
  std::ranges::copy_if(nuclei, std::back_inserter(kept), [&](const Nucleus& nucleus) {
    const auto place = [](double at, std::int64_t side, int cells) {
      return std::clamp(static_cast<int>(at * cells / static_cast<double>(side)), 0, cells - 1);
    };
    return artefacts.at<std::uint8_t>(place(nucleus.centre.y, field.height, artefacts.rows),
                                      place(nucleus.centre.x, field.width, artefacts.cols)) == 0;
  });
  return kept;
}

}  // namespace msmv::fitness
