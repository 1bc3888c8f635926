#include "msmv/slide/halved.h"

#include <algorithm>
#include <cmath>
#include <compare>
#include <future>
#include <list>
#include <map>
#include <mutex>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "msmv/values/errors.h"

namespace msmv::slide {
namespace {

constexpr double kTolerance = 1.01;
constexpr int kBlockSquares = 256;    // a block's side: at most that of a slide's own tiles, mostly
constexpr double kMostPartPx = 1024;  // of a level that are read at once, a side

// What of an axis is read, in squares from the slide's corner.
struct Span {
  std::int64_t first, count;
};

Span squares(std::int64_t begin, std::int64_t length, int side, std::int64_t extent) {
  const auto nearest = [&](std::int64_t px) {
    return std::llround(static_cast<double>(px) / side);
  };
  const std::int64_t count = std::max<std::int64_t>(1, nearest(length));
  const std::int64_t fit = std::max<std::int64_t>(0, extent / side - count);
  return {std::clamp<std::int64_t>(nearest(begin), 0, fit), count};
}

// Which squares of which side.
struct SquareRect {
  int side;
  std::int64_t x, y;
  cv::Size size;
};

// From the slide, with nothing kept; part by part, so that squares of many pixels of a slide
// without coarser levels take little memory.
cv::Mat read_squares(const Slide& slide, const SquareRect& squares, From from) {
  const double coarsest = from == From::level_0 ? 1 : squares.side;
  const double level_px = squares.side / slide.facts().levels[slide.level_for(coarsest)];
  const int most = std::max(1, static_cast<int>(kMostPartPx / level_px));
  cv::Mat out(squares.size, CV_8UC3);
  for (int y = 0; y < out.rows; y += most) {
    for (int x = 0; x < out.cols; x += most) {
      const cv::Rect part = cv::Rect(x, y, most, most) & cv::Rect({0, 0}, out.size());
      const PixelRect at{(squares.x + x) * squares.side, (squares.y + y) * squares.side,
                         std::int64_t{part.width} * squares.side,
                         std::int64_t{part.height} * squares.side};
      cv::Mat to = out(part);
      cv::resize(slide.read(at, coarsest).pixels, to, part.size(), 0, 0, cv::INTER_AREA);
    }
  }
  return out;
}

}  // namespace

int halved_side(double most) {
  int side = 1;
  while (2 * side <= most * kTolerance && side < (1 << 20)) {
    side *= 2;
  }
  return side;
}

class HalvedSlide::Blocks {
 public:
  Blocks(const Slide& slide, double finest, From from, std::size_t most_bytes)
      : slide_(slide), finest_(halved_side(finest)), from_(from), most_bytes_(most_bytes) {}

  cv::Mat read(const SquareRect& wanted) {
    cv::Mat out(wanted.size, CV_8UC3, cv::Scalar::all(255));
    const cv::Rect there = inside(wanted);
    for (std::int64_t y = (wanted.y + there.y) / kBlockSquares;
         y * kBlockSquares < wanted.y + there.br().y; ++y) {
      for (std::int64_t x = (wanted.x + there.x) / kBlockSquares;
           x * kBlockSquares < wanted.x + there.br().x; ++x) {
        const cv::Mat block = get({wanted.side, x, y});
        const cv::Rect placed(static_cast<int>(x * kBlockSquares - wanted.x),
                              static_cast<int>(y * kBlockSquares - wanted.y), block.cols,
                              block.rows);
        const cv::Rect part = placed & cv::Rect({0, 0}, wanted.size);
        block(part - placed.tl()).copyTo(out(part));
      }
    }
    return out;
  }

 private:
  struct Key {
    int side;
    std::int64_t x, y;
    auto operator<=>(const Key&) const = default;
  };
  struct Kept {
    std::shared_future<cv::Mat> block;
    std::list<Key>::iterator use;  // in order of use, the last one first
    std::size_t bytes = 0;         // none while it is being read
  };

  // The slide's squares of a side, those that its border cuts included.
  PixelExtent extent(int side) const {
    const PixelExtent& px = slide_.facts().extent;
    return {(px.width + side - 1) / side, (px.height + side - 1) / side};
  }

  // The part of it where the slide has pixels.
  cv::Rect inside(const SquareRect& wanted) const {
    const PixelExtent all = extent(wanted.side);
    const auto cut = [](std::int64_t first, int count, std::int64_t whole) {
      return static_cast<int>(std::clamp<std::int64_t>(whole - first, 0, count));
    };
    return {0, 0, cut(wanted.x, wanted.size.width, all.width),
            cut(wanted.y, wanted.size.height, all.height)};
  }

  // A thread that comes while another reads the block waits for it, and gets its fault, too.
  cv::Mat get(const Key& key) {
    std::promise<cv::Mat> promise;
    std::shared_future<cv::Mat> block;
    {
      const std::lock_guard lock(mutex_);
      const auto [at, is_new] = kept_.try_emplace(key);
      if (!is_new) {
        used_.splice(used_.begin(), used_, at->second.use);
        block = at->second.block;
      } else {
        used_.push_front(key);
        at->second = {promise.get_future().share(), used_.begin()};
      }
    }
    if (block.valid()) {
      return block.get();
    }
    try {
      const cv::Mat pixels = made(key);
      promise.set_value(pixels);
      keep(key, pixels.total() * pixels.elemSize());
      return pixels;
    } catch (...) {
      promise.set_exception(std::current_exception());
      keep(key, 1);
      throw;
    }
  }

  void keep(const Key& key, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    if (const auto at = kept_.find(key); at != kept_.end()) {
      at->second.bytes = bytes;
      bytes_ += bytes;
    }
    for (auto use = used_.end(); bytes_ > most_bytes_ && use != used_.begin();) {
      const auto at = kept_.find(*--use);
      if (at->second.bytes > 0) {
        bytes_ -= at->second.bytes;
        kept_.erase(at);
        use = used_.erase(use);
      }
    }
  }

  cv::Mat made(const Key& key) {
    const PixelExtent all = extent(key.side);
    const std::int64_t left = key.x * kBlockSquares, top = key.y * kBlockSquares;
    const SquareRect squares{
        key.side,
        left,
        top,
        {static_cast<int>(std::min<std::int64_t>(kBlockSquares, all.width - left)),
         static_cast<int>(std::min<std::int64_t>(kBlockSquares, all.height - top))}};
    if (key.side <= finest_ || level(key.side) != level(key.side / 2)) {
      return read_squares(slide_, squares, from_);
    }
    const cv::Mat finer = read({key.side / 2, 2 * left, 2 * top, squares.size * 2});
    cv::Mat halved;
    cv::resize(finer, halved, squares.size, 0, 0, cv::INTER_AREA);
    return halved;
  }

  std::size_t level(int side) const { return from_ == From::level_0 ? 0 : slide_.level_for(side); }

  const Slide& slide_;
  int finest_;
  From from_;
  std::size_t most_bytes_, bytes_ = 0;
  std::mutex mutex_;
  std::map<Key, Kept> kept_;
  std::list<Key> used_;

  friend class HalvedSlide;
};

HalvedSlide::HalvedSlide(const Slide& slide, double finest, From from, std::size_t most_bytes)
    : slide_(slide), blocks_(std::make_unique<Blocks>(slide, finest, from, most_bytes)) {}

HalvedSlide::~HalvedSlide() = default;

RgbImage HalvedSlide::read(const PixelRect& at_level_0, double most) const {
  const int side = halved_side(most);
  const PixelExtent& extent = slide_.facts().extent;
  const Span across = squares(at_level_0.x, at_level_0.width, side, extent.width);
  const Span down = squares(at_level_0.y, at_level_0.height, side, extent.height);
  const SquareRect wanted{side,
                          across.first,
                          down.first,
                          {static_cast<int>(across.count), static_cast<int>(down.count)}};
  try {
    return {blocks_->read(wanted)};
  } catch (const InputError&) {
    // What is damaged may lie in the same block and yet outside of what is wanted.
    return {read_squares(slide_, wanted, blocks_->from_)};
  }
}

}  // namespace msmv::slide
