#include "msmv/view/api.h"

#include <stdlib.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "msmv/classify/slide_note.h"
#include "msmv/files/temporary_folder.h"
#include "msmv/values/errors.h"
#include "msmv/values/nearest_name.h"
#include "msmv/view/collection_json.h"
#include "msmv/view/cut.h"
#include "msmv/view/guard.h"
#include "msmv/view/pyramid.h"
#include "msmv/view/slide_results.h"

namespace msmv::view {
namespace {

namespace fs = std::filesystem;

constexpr int kTileQuality = 90, kThumbnailQuality = 80;
constexpr std::int64_t kMostSidePx = 1024;  // of a picture that is asked for at once
constexpr std::size_t kMostDropped = 16;

fs::path made_folder() {
  std::string name = (files::temporary_folder() / "msmv-view-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw OutputError(name, "can't be made");
  }
  return name;
}

PixelExtent at_working_resolution(const slide::SlideFacts& facts) {
  constexpr double kUmPerPx = 0.42;
  const PixelSize size = facts.um_per_px.value_or(PixelSize{kUmPerPx, kUmPerPx});
  return {std::llround(static_cast<double>(facts.extent.width) * size.x / kUmPerPx),
          std::llround(static_cast<double>(facts.extent.height) * size.y / kUmPerPx)};
}

// A rectangle as far as it lies on the picture; nothing for one beside it.
std::optional<PixelRect> on_picture(const PixelRect& at, PixelExtent extent) {
  const std::int64_t left = std::clamp<std::int64_t>(at.x, 0, extent.width);
  const std::int64_t top = std::clamp<std::int64_t>(at.y, 0, extent.height);
  const std::int64_t right = std::clamp<std::int64_t>(at.x + at.width, left, extent.width);
  const std::int64_t bottom = std::clamp<std::int64_t>(at.y + at.height, top, extent.height);
  return right > left && bottom > top
             ? std::optional(PixelRect{left, top, right - left, bottom - top})
             : std::nullopt;
}

}  // namespace

Api::Api(std::span<const std::string> paths, const fs::path& root, std::function<Expert()> load,
         const image::ReadOptions& reading)
    : shelf_(paths, root),
      examiner_(std::move(load), reading),
      session_(new_token().substr(0, 8)),
      drops_(made_folder()) {
  shelf_.add_own_folder(drops_);
  for (const Collection& collection : shelf_.collections()) {
    const bool takes_labels = collection.kind == Collection::Kind::fields;
    labels_.push_back(takes_labels ? std::make_unique<Labels>(collection, shelf_) : nullptr);
  }
}

Api::~Api() {
  std::error_code ignored;
  fs::remove_all(drops_, ignored);
}

Json Api::overview() const {
  Json list = Json::array();
  for (const Collection& collection : shelf_.collections()) {
    Json first = nullptr;
    if (collection.rows.front().picture) {
      first = *collection.rows.front().picture;
    }
    list.push_back({{"kind", name(collection.kind)},
                    {"title", title_of(collection)},
                    {"rows", collection.rows.size()},
                    {"picture", std::move(first)}});
  }
  return {{"session", session_}, {"collections", std::move(list)}};
}

std::optional<Json> Api::collection(std::size_t number) const {
  if (number >= shelf_.collections().size()) {
    return std::nullopt;
  }
  const Labels* labels = labels_[number].get();
  Json json = to_json(shelf_.collections()[number], [&](std::size_t row) {
    return labels == nullptr ? std::string() : labels->of(row);
  });
  if (labels != nullptr) {
    json["labels"] = {{"file", labels->path().string()}, {"root", labels->root().string()}};
  }
  return json;
}

std::optional<Json> Api::slide(std::size_t number, std::size_t row) const {
  const auto& all = shelf_.collections();
  if (number >= all.size() || row >= all[number].rows.size() || !all[number].rows[row].slide) {
    return std::nullopt;
  }
  return slide_results(all[number], *all[number].rows[row].slide, shelf_.given());
}

std::shared_ptr<const slide::Slide> Api::open(std::size_t number) {
  const auto path = shelf_.picture(number);
  return path ? pictures_.open(*path) : nullptr;
}

std::optional<Json> Api::picture(std::size_t number) {
  const auto path = shelf_.picture(number);
  const auto slide = open(number);
  if (!path || !slide) {
    return std::nullopt;
  }
  const slide::SlideFacts& facts = slide->facts();
  const bool is_slide = !slide_note(*path, at_working_resolution(facts)).empty();
  Json json = {{"name", path->filename().string()},
               {"kind", is_slide ? "slide" : "field"},
               {"extent", {facts.extent.width, facts.extent.height}},
               {"um_per_px", nullptr},
               {"um_per_px_limits", {kSmallestPixelUm, kLargestPixelUm}},
               {"top_level", top_level(facts.extent)},
               {"tile_side", kTileSidePx}};
  if (facts.um_per_px) {
    json["um_per_px"] = {facts.um_per_px->x, facts.um_per_px->y};
  }
  return json;
}

std::optional<std::string> Api::tile(std::size_t picture, int level, std::int64_t column,
                                     std::int64_t row) {
  const auto slide = open(picture);
  const auto tile = slide ? tile_at(slide->facts().extent, level, column, row) : std::nullopt;
  return tile ? std::optional(jpeg(cut(*slide, tile->at, tile->size), kTileQuality)) : std::nullopt;
}

std::optional<std::string> Api::thumbnail(std::size_t picture, std::int64_t side_px) {
  const auto slide = open(picture);
  if (!slide) {
    return std::nullopt;
  }
  const PixelExtent extent = slide->facts().extent;
  return region(picture, {0, 0, extent.width, extent.height}, side_px);
}

std::optional<std::string> Api::region(std::size_t picture, const PixelRect& at,
                                       std::int64_t side_px) {
  const auto slide = open(picture);
  const auto there = slide ? on_picture(at, slide->facts().extent) : std::nullopt;
  if (!there) {
    return std::nullopt;
  }
  const std::int64_t side = std::clamp<std::int64_t>(side_px, 16, kMostSidePx);
  const PixelExtent size = fitted({there->width, there->height}, side);
  return jpeg(cut(*slide, *there, size), kThumbnailQuality);
}

std::optional<Json> Api::examine(std::size_t picture, const std::optional<PixelSize>& given) {
  const auto path = shelf_.picture(picture);
  return path ? std::optional(examiner_.examine(*path, given)) : std::nullopt;
}

std::optional<std::string> Api::activation(std::size_t picture,
                                           const std::optional<PixelSize>& given,
                                           std::size_t label) {
  const auto path = shelf_.picture(picture);
  return path ? examiner_.activation(*path, given, label) : std::nullopt;
}

bool Api::set_label(std::size_t collection, std::size_t row, const std::string& label) {
  if (collection >= labels_.size() || labels_[collection] == nullptr ||
      row >= shelf_.collections()[collection].rows.size()) {
    return false;
  }
  labels_[collection]->set(row, label);
  return true;
}

fs::path Api::place_for_drop(const std::string& name) {
  const std::lock_guard lock(mutex_);
  std::string ending = lower_case(fs::path(name).extension().string());
  const bool is_plain =
      ending.size() > 1 && ending.size() < 8 &&
      ending.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789", 1) == std::string::npos;
  return drops_ / ("dropped_" + std::to_string(++drops_by_now_) + (is_plain ? ending : ""));
}

std::size_t Api::take_dropped(const fs::path& file) {
  try {
    static_cast<void>(pictures_.open(fs::canonical(file)));
  } catch (const InputError& error) {
    std::error_code ignored;
    fs::remove(file, ignored);
    throw InputError("the picture that was dropped " + error.fault());
  }
  const std::lock_guard lock(mutex_);
  dropped_.push_back(file);
  if (dropped_.size() > kMostDropped) {
    std::error_code ignored;
    fs::remove(dropped_.front(), ignored);
    dropped_.pop_front();
  }
  return shelf_.add_dropped(file);
}

}  // namespace msmv::view
