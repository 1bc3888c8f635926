#include "msmv/store/fill.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "msmv/classify/classify.h"
#include "msmv/network/nuclei_network.h"

namespace msmv::store {
namespace {

// To be raised with any change of what image, stain, krem or patches give for the same settings.
constexpr int kPixelsVersion = 5;
// To be raised with any change of what the encoders give for the same patches and weights.
constexpr int kEncoderVersion = 2;

Recipe with_pixel_size(Recipe recipe, const std::optional<PixelSize>& um_per_px) {
  recipe.reading = image::with_pixel_size(recipe.reading, um_per_px);
  return recipe;
}

// The window made `factor` times as wide and high about its centre, or as far as the field goes in
// the direction that ends first; where the field ends it moves inwards.
PixelRect widened(const PixelRect& window, double factor, std::int64_t width, std::int64_t height) {
  const auto wanted = [factor](std::int64_t length) {
    return std::llround(static_cast<double>(length) * factor);
  };
  PixelRect wide{0, 0, wanted(window.width), wanted(window.height)};
  if (wide.width > width || wide.height > height) {
    const double most = std::min(static_cast<double>(width) / static_cast<double>(window.width),
                                 static_cast<double>(height) / static_cast<double>(window.height));
    wide.width = std::llround(static_cast<double>(window.width) * most);
    wide.height = std::llround(static_cast<double>(window.height) * most);
  }
  const auto start = [](std::int64_t from, std::int64_t length, std::int64_t side,
                        std::int64_t limit) {
    return std::clamp<std::int64_t>(from + (length - side) / 2, 0, limit - side);
  };
  wide.x = start(window.x, window.width, wide.width, width);
  wide.y = start(window.y, window.height, wide.height, height);
  return wide;
}

PatchBatch patches_of(const Recipe& recipe, const image::PictureFile& picture) {
  auto prepared = prepare(picture.decode(), recipe.config);
  if (recipe.margin_px == 0) {
    patches::recolour(prepared.patches, recipe.recolouring);
    return std::move(prepared.patches);
  }
  patches::Config wide = recipe.config.patches;
  wide.side_px += 2 * recipe.margin_px;
  const double factor = static_cast<double>(wide.side_px) / recipe.config.patches.side_px;
  const cv::Mat& pixels = prepared.field.image.pixels;
  for (KeyRegion& region : prepared.regions) {
    for (PixelRect& window : region.windows) {
      window = widened(window, factor, pixels.cols, pixels.rows);
    }
  }
  PatchBatch batch = cut_patches(prepared, wide);
  patches::recolour(batch, recipe.recolouring);
  return batch;
}

// Of this picture: what its profile makes of its pixels is in no setting.
Json settings_of_patches(const Recipe& recipe, const image::PictureFile& picture) {
  Json settings = settings_of_patches(recipe);
  if (picture.has_profile()) {
    settings["colours"] = "sRGB by the picture's profile";
  }
  return settings;
}

// The same for encodings.
Json settings_of_encodings(const Recipe& recipe, const image::PictureFile& picture,
                           const std::string& weights_id) {
  Json settings = settings_of_patches(recipe, picture);
  settings["pfenet"] = to_json(recipe.config.pfenet);
  settings["weights"] = weights_id;
  settings["encoder_version"] = kEncoderVersion;
  if (!recipe.before_encoding.name.empty()) {
    settings["before_encoding"] = recipe.before_encoding.name;
  }
  return settings;
}

}  // namespace

Json settings_of_patches(const Recipe& recipe) {
  const Config& config = recipe.config;
  Json settings = {{"version", kPixelsVersion},
                   {"image", to_json(config.image)},
                   {"stain", to_json(config.stain)},
                   {"krem", to_json(config.krem)},
                   {"patches", to_json(config.patches)},
                   {"margin_px", recipe.margin_px},
                   {"assumed_um_per_px", recipe.reading.assumed_um_per_px}};
  if (const auto& given = recipe.reading.given_um_per_px) {
    settings["um_per_px"] = {given->x, given->y};
  }
  if (const CentreNetwork* nuclei = centre_network_for(config.krem)) {
    settings["nuclei_network"] = nuclei->id;
  }
  if (!recipe.recolouring.changes_nothing()) {
    settings["recolouring"] = to_json(recipe.recolouring);
  }
  return settings;
}

Filled fill_patches(const Recipe& recipe, const std::filesystem::path& picture,
                    const std::optional<PixelSize>& um_per_px) {
  const Recipe mine = with_pixel_size(recipe, um_per_px);
  const image::PictureFile file(picture, mine.reading);
  const std::string name = key(file.content_hash(), settings_of_patches(mine, file));
  return {name, patches(mine.folder, name, [&] { return patches_of(mine, file); })};
}

std::string key_of_encodings(const Recipe& recipe, const std::filesystem::path& picture,
                             const std::optional<PixelSize>& um_per_px,
                             const std::string& weights_id) {
  const Recipe mine = with_pixel_size(recipe, um_per_px);
  const image::PictureFile file(picture, mine.reading);
  return key(file.content_hash(), settings_of_encodings(mine, file, weights_id));
}

FilledEncodings fill_encodings(const Recipe& recipe, const std::filesystem::path& picture,
                               const std::optional<PixelSize>& um_per_px,
                               const std::string& weights_id, const Encode& encode) {
  const Recipe mine = with_pixel_size(recipe, um_per_px);
  const image::PictureFile file(picture, mine.reading);
  const std::string name = key(file.content_hash(), settings_of_encodings(mine, file, weights_id));
  return {name, encodings(mine.folder, name, [&] {
            const PatchBatch patches = patches_of(mine, file);
            return encode(mine.before_encoding.name.empty() ? patches
                                                            : mine.before_encoding.apply(patches));
          })};
}

}  // namespace msmv::store
