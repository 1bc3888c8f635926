#include "msmv/phantom/slide.h"

#include <vips/vips.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>

#include "msmv/files/atomic_file.h"
#include "msmv/phantom/noise.h"
#include "msmv/values/errors.h"

namespace msmv::phantom {
namespace {

constexpr int kFieldSide = 2048;
constexpr double kPenShare = 0.15;  // of the slide's height, below the islands

struct Ink {
  const char* name;
  cv::Scalar rgb;
};
const std::array<Ink, 4> kInks = {{{"blue", {40, 70, 170}},
                                   {"green", {30, 130, 60}},
                                   {"black", {25, 25, 28}},
                                   {"red", {210, 35, 45}}}};

void require(bool is_met, const char* wanted) {
  if (!is_met) {
    throw std::invalid_argument(std::string("phantom::draw_slide: wanted ") + wanted);
  }
}

// Glass with the noise of a sensor.
cv::Mat glass(const cv::Size& size, Random& random) {
  cv::Mat image(size, CV_8UC3);
  for (int y = 0; y < size.height; ++y) {
    auto* row = image.ptr<std::uint8_t>(y);
    std::uint64_t bits = 0;
    for (int i = 0; i < 3 * size.width; ++i) {
      bits = i % 32 == 0 ? random.bits() : bits >> 2;
      row[i] = static_cast<std::uint8_t>(242 + (bits & 3U));
    }
  }
  return image;
}

// Side by side in cells of a grid, each a little off the middle of its own.
std::vector<Island> lay_islands(const SlideConfig& config, Random& random) {
  const int columns = static_cast<int>(std::ceil(std::sqrt(config.islands)));
  const int rows = (config.islands + columns - 1) / columns;
  const double height = config.height_px * (config.has_pen ? 1 - kPenShare : 1);
  const double cell_x = static_cast<double>(config.width_px) / columns, cell_y = height / rows;
  std::vector<Island> islands;
  for (int i = 0; i < config.islands; ++i) {
    Island island{static_cast<Arrangement>(i % 4), (i % columns + 0.5) * cell_x,
                  (i / columns + 0.5) * cell_y, cell_x * random.uniform(0.36, 0.42),
                  cell_y * random.uniform(0.36, 0.42)};
    island.centre_x += cell_x * random.uniform(-0.04, 0.04);
    island.centre_y += cell_y * random.uniform(-0.04, 0.04);
    require(island.half_width >= 32 && island.half_height >= 32, "islands of at least 64 px");
    islands.push_back(island);
  }
  return islands;
}

// Where a place of the endlessly mirrored field is in it.
int mirrored(int place, int side) {
  const int within = place % (2 * side);
  return within < side ? within : 2 * side - 1 - within;
}

// Fills an island with a field of its pixels' type, mirrored again and again.
template <class Pixel>
void paint_island(cv::Mat& slide, const Island& island, const cv::Mat& field) {
  const auto first_row = static_cast<int>(std::ceil(island.centre_y - island.half_height));
  const auto last_row = static_cast<int>(std::floor(island.centre_y + island.half_height));
  const auto left = static_cast<int>(island.centre_x - island.half_width);
  for (int y = std::max(0, first_row); y <= std::min(slide.rows - 1, last_row); ++y) {
    const double up = (y - island.centre_y) / island.half_height;
    const double reach = island.half_width * std::sqrt(std::max(0.0, 1 - up * up));
    const int from = std::max(0, static_cast<int>(std::ceil(island.centre_x - reach)));
    const int to = std::min(slide.cols - 1, static_cast<int>(std::floor(island.centre_x + reach)));
    auto* row = slide.ptr<Pixel>(y);
    const auto* tissue = field.ptr<Pixel>(mirrored(y - first_row, field.rows));
    for (int x = from; x <= to; ++x) {
      row[x] = tissue[mirrored(x - left, field.cols)];
    }
  }
}

std::vector<PenMark> lay_marks(const SlideConfig& config) {
  std::vector<PenMark> marks;
  const double width = config.width_px, height = config.height_px;
  for (std::size_t i = 0; i < kInks.size(); ++i) {
    const double left = width * (0.05 + 0.24 * static_cast<double>(i));
    marks.push_back({kInks[i].name, left, height * 0.9, left + width * 0.15, height * 0.96,
                     std::max(8.0, height * 0.02)});
  }
  return marks;
}

}  // namespace

PhantomSlide draw_slide(Seed seed, const SlideConfig& config) {
  const auto is_side = [](int side) { return side >= 512 && side <= 40960; };
  require(is_side(config.width_px) && is_side(config.height_px), "sides of 512 to 40960 px");
  require(config.islands >= 1 && config.islands <= 64, "1 to 64 islands");
  Random random(derive(seed, 77));
  PhantomSlide slide{.image = {glass({config.width_px, config.height_px}, random)},
                     .um_per_px = config.um_per_px};
  slide.islands = lay_islands(config, random);
  for (std::size_t i = 0; i < slide.islands.size(); ++i) {
    Island& island = slide.islands[i];
    const auto side = [](double half) {
      return std::clamp(static_cast<int>(2 * half), 64, kFieldSide);
    };
    const Config field{.width_px = side(island.half_width),
                       .height_px = side(island.half_height),
                       .um_per_px = config.um_per_px,
                       .arrangement = island.arrangement,
                       .camera = derive(seed, 78)};
    const Phantom drawn = draw(derive(seed, 100 + i), field);
    paint_island<cv::Vec3b>(slide.image.pixels, island, drawn.image.pixels);
    island.stained = drawn.stained;
  }
  if (config.has_pen) {
    slide.marks = lay_marks(config);
    for (std::size_t i = 0; i < slide.marks.size(); ++i) {
      const PenMark& mark = slide.marks[i];
      cv::line(slide.image.pixels, cv::Point(cv::Point2d(mark.from_x, mark.from_y)),
               cv::Point(cv::Point2d(mark.to_x, mark.to_y)), kInks[i].rgb,
               static_cast<int>(mark.thickness));
    }
  }
  return slide;
}

cv::Mat draw_truth(const PhantomSlide& slide) {
  cv::Mat truth = cv::Mat::zeros(slide.image.pixels.size(), CV_8UC1);
  for (const Island& island : slide.islands) {
    paint_island<std::uint8_t>(truth, island, island.stained);
  }
  return truth;
}

void write_slide(const std::filesystem::path& path, const PhantomSlide& slide) {
  struct Unreference {
    void operator()(VipsImage* image) const { g_object_unref(image); }
  };
  if (VIPS_INIT("msmv") != 0) {
    throw std::runtime_error("libvips can't be started");
  }
  const cv::Mat& pixels = slide.image.pixels;
  const std::unique_ptr<VipsImage, Unreference> image(vips_image_new_from_memory(
      pixels.data, pixels.total() * 3, pixels.cols, pixels.rows, 3, VIPS_FORMAT_UCHAR));
  image->Type = VIPS_INTERPRETATION_sRGB;
  const double px_per_mm = 1000 / slide.um_per_px;
  files::write_atomically_by_name(path, [&](const std::filesystem::path& temporary) {
    if (vips_tiffsave(image.get(), temporary.c_str(), "tile", TRUE, "tile_width", 256,
                      "tile_height", 256, "pyramid", TRUE, "compression",
                      VIPS_FOREIGN_TIFF_COMPRESSION_JPEG, "Q", 90, "bigtiff", TRUE, "xres",
                      px_per_mm, "yres", px_per_mm, "resunit", VIPS_FOREIGN_TIFF_RESUNIT_CM,
                      nullptr) != 0) {
      vips_error_clear();
      throw OutputError(path, "can't be written: libvips can't encode it as TIFF");
    }
  });
}

}  // namespace msmv::phantom
