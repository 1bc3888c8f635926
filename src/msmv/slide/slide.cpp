#include "msmv/slide/slide.h"

#include <openslide.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <mutex>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string_view>
#include <utility>

#include "msmv/files/content_hash.h"
#include "msmv/files/regular_file.h"
#include "msmv/image/pixel_size.h"
#include "msmv/image/read.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/values/nearest_name.h"

namespace msmv::slide {

// What a slide is read from.
class Slide::Source {
 public:
  virtual ~Source() = default;
  // `size` pixels of a level whose first is at (x, y) of level 0; over white.
  virtual RgbImage pixels(std::size_t level, std::int64_t x, std::int64_t y,
                          PixelExtent size) const = 0;
  SlideFacts facts;
};

namespace {

using Handle = std::shared_ptr<openslide_t>;

constexpr double kLevelTolerance = 1.01;
constexpr std::int64_t kMostSideAtOnce = 16384;

// OpenSlide's words as a part of a line of ours.
std::string openslide_words(const char* text) {
  std::string words = text == nullptr ? "unknown fault" : text;
  std::ranges::replace(words, '\n', ' ');
  return words;
}

std::optional<double> number_in(openslide_t* slide, const char* property) {
  const char* text = openslide_get_property_value(slide, property);
  if (text == nullptr) {
    return std::nullopt;
  }
  const std::string_view view(text);
  double number = 0;
  const auto [end, fault] = std::from_chars(view.data(), view.data() + view.size(), number);
  return fault == std::errc{} && end == view.data() + view.size() ? std::optional(number)
                                                                  : std::nullopt;
}

// By the TIFF's resolution tags, for formats of which OpenSlide gives no pixel size; that of a
// screen or a printer is none.
std::optional<PixelSize> size_by_resolution(openslide_t* slide) {
  const char* unit = openslide_get_property_value(slide, "tiff.ResolutionUnit");
  const auto x = number_in(slide, "tiff.XResolution"), y = number_in(slide, "tiff.YResolution");
  if (unit == nullptr || !x || !y || !(*x > 0) || !(*y > 0)) {
    return std::nullopt;
  }
  const double um = std::string_view(unit) == "centimeter" ? 1e4
                    : std::string_view(unit) == "inch"     ? 25400
                                                           : 0;
  const PixelSize size{um / *x, um / *y};
  return image::is_plausible(size) ? std::optional(size) : std::nullopt;
}

// Of plain TIFF OpenSlide has given the resolution as the pixel size since 4.0, that of a screen,
// too, and before what the description says.
std::optional<PixelSize> stated_size(openslide_t* slide, const std::string& vendor) {
  const bool is_plain = vendor == "generic-tiff";
  const auto x = number_in(slide, OPENSLIDE_PROPERTY_NAME_MPP_X);
  const auto y = number_in(slide, OPENSLIDE_PROPERTY_NAME_MPP_Y);
  if (!is_plain && (x || y)) {
    return PixelSize{x.value_or(*y), y ? *y : *x};
  }
  if (const char* text = openslide_get_property_value(slide, OPENSLIDE_PROPERTY_NAME_COMMENT)) {
    if (const auto stated = image::pixel_size_in_description(text)) {
      return stated->not_understood.empty() ? std::optional(stated->um_per_px) : std::nullopt;
    }
  }
  return is_plain ? size_by_resolution(slide) : std::nullopt;
}

// Size, first and last MiB: what a copy that was cut short or written over differs in.
std::string hash_of_ends(const std::filesystem::path& path) {
  constexpr std::int64_t kPart = 1 << 20;
  std::ifstream stream = files::open_regular(path);
  const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(path));
  std::string ends(static_cast<std::size_t>(std::min(bytes, kPart)), '\0');
  stream.read(ends.data(), static_cast<std::streamsize>(ends.size()));
  if (bytes > kPart) {
    std::string last(static_cast<std::size_t>(std::min(bytes - kPart, kPart)), '\0');
    stream.seekg(-static_cast<std::streamoff>(last.size()), std::ios::end);
    stream.read(last.data(), static_cast<std::streamsize>(last.size()));
    ends += last;
  }
  if (!stream) {
    throw InputError(path, "can't be read");
  }
  return files::content_hash(std::to_string(bytes) + "\n" + ends);
}

Handle opened(const std::filesystem::path& path) {
  openslide_t* slide = openslide_open(path.c_str());
  if (slide == nullptr) {
    throw InputError(path, "is damaged: OpenSlide knows its kind but can't open it");
  }
  Handle handle(slide, openslide_close);
  if (const char* fault = openslide_get_error(slide)) {
    throw InputError(path, "is damaged: " + openslide_words(fault));
  }
  return handle;
}

// ARGB with its colours multiplied by its opacity, as OpenSlide gives it, over white.
RgbImage over_white(const std::vector<std::uint32_t>& argb, PixelExtent size) {
  RgbImage rgb{cv::Mat(static_cast<int>(size.height), static_cast<int>(size.width), CV_8UC3)};
  std::uint8_t* out = rgb.pixels.data;
  for (const std::uint32_t pixel : argb) {
    const std::uint32_t clear = 255 - (pixel >> 24);
    for (const int shift : {16, 8, 0}) {
      *out++ = static_cast<std::uint8_t>(std::min(255U, ((pixel >> shift) & 255U) + clear));
    }
  }
  return rgb;
}

std::string place_text(std::int64_t x, std::int64_t y) {
  return std::to_string(x) + ", " + std::to_string(y);
}

// What is missing beside a file of a kind that has parts, or to read it.
std::string missing_for(const std::filesystem::path& path) {
  const std::string extension = lower_case(path.extension().string());
  if (extension == ".mrxs") {
    return "needs the folder " + in_quotes(path.stem().string()) + " with Slidedat.ini beside it";
  }
  if (extension == ".vms" || extension == ".vmu") {
    return "needs the pictures that it names beside it";
  }
  if (extension == ".dcm" && openslide_version().starts_with("3.")) {
    return "is DICOM, which OpenSlide " + openslide_version() + " does not read: OpenSlide 4 does";
  }
  return "";
}

}  // namespace

// A fault stays with OpenSlide's handle and makes every later read fail, of other places too. So a
// read that fails is tried again with a handle of its own: whether a place can be decoded then
// depends on nothing but the place.
class Slide::OpenSlideSource : public Slide::Source {
 public:
  OpenSlideSource(std::filesystem::path path, const char* vendor)
      : path_(std::move(path)), handle_(opened(path_)) {
    openslide_t* slide = handle_.get();
    facts.vendor = vendor;
    const char* quickhash = openslide_get_property_value(slide, OPENSLIDE_PROPERTY_NAME_QUICKHASH1);
    facts.id = files::content_hash(hash_of_ends(path_) + (quickhash == nullptr ? "" : quickhash));
    openslide_get_level0_dimensions(slide, &facts.extent.width, &facts.extent.height);
    for (int level = 0; level < openslide_get_level_count(slide); ++level) {
      facts.levels.push_back(openslide_get_level_downsample(slide, level));
    }
    facts.um_per_px = stated_size(slide, facts.vendor);
    facts.objective_power = number_in(slide, OPENSLIDE_PROPERTY_NAME_OBJECTIVE_POWER);
    if (facts.extent.width < 1 || facts.extent.height < 1 || facts.levels.empty()) {
      throw InputError(path_, "is damaged: it has no pixels");
    }
  }

  RgbImage pixels(std::size_t level, std::int64_t x, std::int64_t y,
                  PixelExtent size) const override {
    const Handle shared = handle();
    std::vector<std::uint32_t> argb(static_cast<std::size_t>(size.width * size.height));
    if (!read_into(shared.get(), argb, {level, x, y, size})) {
      renew(shared);
      const Handle own = opened(path_);
      if (!read_into(own.get(), argb, {level, x, y, size})) {
        throw InputError(path_, "is damaged: it can't be decoded at " + place_text(x, y) + " (" +
                                    openslide_words(openslide_get_error(own.get())) + ")");
      }
    }
    return over_white(argb, size);
  }

 private:
  struct Place {
    std::size_t level;
    std::int64_t x, y;
    PixelExtent size;
  };

  static bool read_into(openslide_t* slide, std::vector<std::uint32_t>& argb, const Place& place) {
    openslide_read_region(slide, argb.data(), place.x, place.y, static_cast<int>(place.level),
                          place.size.width, place.size.height);
    return openslide_get_error(slide) == nullptr;
  }

  Handle handle() const {
    const std::lock_guard lock(mutex_);
    return handle_;
  }

  void renew(const Handle& faulty) const {
    const std::lock_guard lock(mutex_);
    if (handle_ == faulty) {
      handle_ = opened(path_);
    }
  }

  std::filesystem::path path_;
  mutable std::mutex mutex_;
  mutable Handle handle_;
};

class Slide::PictureSource : public Slide::Source {
 public:
  explicit PictureSource(const std::filesystem::path& path) {
    const files::Stamp before = files::stamp_of(path);
    const Photo photo = image::read(path, {});
    image_ = photo.image;
    facts = {.vendor = "picture",
             .id = files::content_hash_of_file(path),
             .extent = {image_.pixels.cols, image_.pixels.rows},
             .levels = {1}};
    files::require_unchanged(path, before);
    if (photo.um_per_px_source == PixelSizeSource::file) {
      facts.um_per_px = photo.um_per_px;
    }
  }

  RgbImage pixels(std::size_t /*level*/, std::int64_t x, std::int64_t y,
                  PixelExtent size) const override {
    RgbImage out{cv::Mat(static_cast<int>(size.height), static_cast<int>(size.width), CV_8UC3,
                         cv::Scalar::all(255))};
    const cv::Rect wanted(static_cast<int>(x), static_cast<int>(y), out.pixels.cols,
                          out.pixels.rows);
    const cv::Rect there = wanted & cv::Rect({0, 0}, image_.pixels.size());
    if (!there.empty()) {
      image_.pixels(there).copyTo(out.pixels(there - wanted.tl()));
    }
    return out;
  }

 private:
  RgbImage image_;
};

Slide::Slide(const std::filesystem::path& path) {
  static_cast<void>(files::stamp_of(path));  // missing, a folder, a pipe
  if (const char* vendor = openslide_detect_vendor(path.c_str())) {
    source_ = std::make_unique<OpenSlideSource>(path, vendor);
    return;
  }
  if (const std::string missing = missing_for(path); !missing.empty()) {
    throw InputError(path, missing);
  }
  source_ = std::make_unique<PictureSource>(path);
}

Slide::~Slide() = default;

const SlideFacts& Slide::facts() const {
  return source_->facts;
}

// Levels go from fine to coarse.
std::size_t Slide::level_for(double coarsest) const {
  const std::vector<double>& levels = facts().levels;
  std::size_t best = 0;
  for (std::size_t level = 1; level < levels.size(); ++level) {
    if (levels[level] <= coarsest * kLevelTolerance && levels[level] > levels[best]) {
      best = level;
    }
  }
  return best;
}

namespace {

std::int64_t spanned(std::int64_t length, double downsample) {
  return std::max<std::int64_t>(1, std::llround(static_cast<double>(length) / downsample));
}

}  // namespace

RgbImage Slide::read(const PixelRect& at_level_0, double coarsest) const {
  const std::size_t level = level_for(coarsest);
  const double downsample = facts().levels[level];
  const PixelExtent size{spanned(at_level_0.width, downsample),
                         spanned(at_level_0.height, downsample)};
  if (at_level_0.width < 1 || at_level_0.height < 1 || size.width > kMostSideAtOnce ||
      size.height > kMostSideAtOnce) {
    throw std::invalid_argument("Slide::read: got " + std::to_string(size.width) + " x " +
                                std::to_string(size.height) + " pixels, wanted 1 to 16384 a side");
  }
  return source_->pixels(level, at_level_0.x, at_level_0.y, size);
}

RgbImage Slide::thumbnail(int longest_side_px) const {
  const PixelExtent& extent = facts().extent;
  const double longest = static_cast<double>(std::max(extent.width, extent.height));
  const double factor = std::max(1.0, longest / longest_side_px);
  const cv::Size size(static_cast<int>(spanned(extent.width, factor)),
                      static_cast<int>(spanned(extent.height, factor)));
  const double across = static_cast<double>(extent.width) / size.width;
  const double down = static_cast<double>(extent.height) / size.height;
  const double downsample = facts().levels[level_for(factor)];
  constexpr double kBlock = 2048;  // pixels of the level that are read at once, a side
  const int block = std::max(1, static_cast<int>(kBlock * downsample / factor));
  RgbImage thumbnail{cv::Mat(size, CV_8UC3)};
  for (int y = 0; y < size.height; y += block) {
    for (int x = 0; x < size.width; x += block) {
      const cv::Rect to = cv::Rect(x, y, block, block) & cv::Rect({0, 0}, size);
      const auto left = std::llround(to.x * across), top = std::llround(to.y * down);
      const PixelRect from{left, top, std::llround(to.br().x * across) - left,
                           std::llround(to.br().y * down) - top};
      cv::resize(read(from, factor).pixels, thumbnail.pixels(to), to.size(), 0, 0, cv::INTER_AREA);
    }
  }
  return thumbnail;
}

std::string slide_kind(const std::filesystem::path& path) {
  const char* vendor = openslide_detect_vendor(path.c_str());
  if (vendor == nullptr || std::string_view(vendor) != "generic-tiff") {
    return vendor == nullptr ? "" : vendor;
  }
  const std::unique_ptr<openslide_t, decltype(&openslide_close)> slide(openslide_open(path.c_str()),
                                                                       openslide_close);
  const bool is_pyramid = slide != nullptr && openslide_get_error(slide.get()) == nullptr &&
                          openslide_get_level_count(slide.get()) > 1;
  return is_pyramid ? "pyramid" : "";
}

std::string openslide_version() {
  return openslide_get_version();
}

}  // namespace msmv::slide
