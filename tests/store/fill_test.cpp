#include "msmv/store/fill.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <opencv2/core.hpp>
#include <stdexcept>

#include "image/profiles.h"
#include "msmv/files/content_hash.h"
#include "msmv/image/write.h"
#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::store {
namespace {

// A small field of dark blots on pink, its place of blots set by `seed`.
std::filesystem::path picture(const testing::TemporaryFolder& folder, int seed) {
  cv::Mat pixels(240, 320, CV_8UC3, cv::Scalar(230, 180, 210));
  cv::RNG random(static_cast<std::uint64_t>(seed));
  for (int i = 0; i < 60; ++i) {
    const cv::Rect blot(random.uniform(0, 310), random.uniform(0, 230), 9, 9);
    pixels(blot).setTo(cv::Scalar(90, 50, 130));
  }
  const auto path = folder / ("picture" + std::to_string(seed) + ".png");
  image::write(path, RgbImage{pixels});
  return path;
}

Recipe small_recipe(const testing::TemporaryFolder& folder) {
  Recipe recipe{.folder = folder / "store"};
  recipe.config.image.min_side_px = 224;
  recipe.config.krem.windows_px = {96, 48};
  recipe.config.krem.steps_px = {16, 8};
  recipe.config.patches.side_px = 32;
  return recipe;
}

TEST(Fill, MakesAPicturesPatchesOnce) {
  const testing::TemporaryFolder folder;
  const auto recipe = small_recipe(folder);
  const auto path = picture(folder, 1);
  const auto first = fill_patches(recipe, path, {});
  EXPECT_EQ(first.patches.samples, 6U);
  EXPECT_EQ(first.patches.scales, 2U);
  EXPECT_EQ(first.patches.side_px, 32U);
  const auto file = patches_path(recipe.folder, first.key);
  const auto written = std::filesystem::last_write_time(file);
  EXPECT_EQ(fill_patches(recipe, path, {}).key, first.key);
  EXPECT_EQ(std::filesystem::last_write_time(file), written);
}

// In colours of their own, which the key names; without a gain it is the plain entry.
TEST(Fill, RecoloursPatches) {
  const testing::TemporaryFolder folder;
  auto recipe = small_recipe(folder);
  const auto path = picture(folder, 1);
  const auto plain = fill_patches(recipe, path, {});
  recipe.recolouring = {.colourings = 2, .stain_gain = 0};
  EXPECT_EQ(fill_patches(recipe, path, {}).key, plain.key);
  recipe.recolouring.stain_gain = 0.3;
  const auto coloured = fill_patches(recipe, path, {});
  EXPECT_NE(coloured.key, plain.key);
  PatchBatch wanted{plain.patches.samples,
                    plain.patches.scales,
                    plain.patches.side_px,
                    {plain.patches.pixels.begin(), plain.patches.pixels.end()}};
  patches::recolour(wanted, recipe.recolouring);
  EXPECT_TRUE(std::ranges::equal(coloured.patches.pixels, wanted.pixels));
  const Encode sum = [](const PatchBatch& batch) {
    return Encodings{1, 1, 1, {std::accumulate(batch.pixels.begin(), batch.pixels.end(), 0.0F)}};
  };
  const auto encoded = fill_encodings(recipe, path, {}, "weights", sum);
  EXPECT_EQ(encoded.encodings.values, sum(wanted).values);
  EXPECT_EQ(encoded.key, key_of_encodings(recipe, path, {}, "weights"));
  recipe.recolouring.colourings = 3;
  EXPECT_NE(encoded.key, key_of_encodings(recipe, path, {}, "weights"));
}

TEST(Fill, AnotherPictureSettingOrPixelSizeIsAnotherEntry) {
  const testing::TemporaryFolder folder;
  auto recipe = small_recipe(folder);
  const auto key = fill_patches(recipe, picture(folder, 1), {}).key;
  EXPECT_NE(fill_patches(recipe, picture(folder, 2), {}).key, key);
  EXPECT_NE(fill_patches(recipe, picture(folder, 1), PixelSize{0.4, 0.42}).key, key);
  recipe.config.krem.regions_per_view = 2;
  EXPECT_NE(fill_patches(recipe, picture(folder, 1), {}).key, key);
}

TEST(Fill, EncodingsAreTheWeightsOwn) {
  const testing::TemporaryFolder folder;
  const auto recipe = small_recipe(folder);
  const auto path = picture(folder, 1);
  const auto encode = [](const PatchBatch& batch) {
    return Encodings{batch.samples, batch.scales, 1,
                     std::vector<float>(batch.samples * batch.scales, 7)};
  };
  const auto never = [](const PatchBatch&) -> Encodings { throw std::logic_error("again"); };
  const auto first = fill_encodings(recipe, path, {}, "weights a", encode);
  EXPECT_EQ(first.encodings.values, std::vector<float>(12, 7));
  EXPECT_EQ(fill_encodings(recipe, path, {}, "weights a", never).key, first.key);
  EXPECT_THROW(fill_encodings(recipe, path, {}, "weights b", never), std::logic_error);
}

TEST(Fill, AMarginShowsMoreOfTheSamePlace) {
  const testing::TemporaryFolder folder;
  auto recipe = small_recipe(folder);
  const auto path = picture(folder, 1);
  const auto plain = fill_patches(recipe, path, {});
  recipe.margin_px = 8;
  const auto wide = fill_patches(recipe, path, {});
  EXPECT_NE(wide.key, plain.key);
  EXPECT_EQ(wide.patches.side_px, 48U);
  // The middle of the finest scale of the first view shows what the plain patch shows: the same
  // pixels but for resampling, which is exact where the window lies inside the field.
  double difference = 0;
  const std::size_t plain_first = 32 * 32 * 3;
  const std::size_t wide_first = 48 * 48 * 3;
  for (std::size_t y = 0; y < 32; ++y) {
    for (std::size_t x = 0; x < 32 * 3; ++x) {
      difference += std::abs(plain.patches.pixels[plain_first + y * 96 + x] -
                             wide.patches.pixels[wide_first + (y + 8) * 144 + 24 + x]);
    }
  }
  EXPECT_LT(difference / (32 * 32 * 3), 2);
}

// Patches that were stored before profiles were applied are found for no picture that has one.
TEST(Fill, APictureWithAProfileHasAKeyOfItsOwn) {
  const testing::TemporaryFolder folder;
  const Recipe recipe = small_recipe(folder);
  const auto plain = picture(folder, 1), profiled = folder / "p.png";
  files::write_atomically(profiled,
                          testing::png_with(testing::read_file(plain), testing::adobe_rgb()));
  const auto key_by_settings = [&](const std::filesystem::path& path) {
    return key(files::content_hash_of_file(path), settings_of_patches(recipe));
  };
  EXPECT_EQ(fill_patches(recipe, plain, {}).key, key_by_settings(plain));
  EXPECT_NE(fill_patches(recipe, profiled, {}).key, key_by_settings(profiled));
  const auto none = [](const PatchBatch&) { return Encodings{1, 1, 1, {0}}; };
  EXPECT_EQ(fill_encodings(recipe, profiled, {}, "weights", none).key,
            key_of_encodings(recipe, profiled, {}, "weights"));
}

TEST(Fill, SaysWhatIsWrongWithAPicture) {
  const testing::TemporaryFolder folder;
  EXPECT_THROW(fill_patches(small_recipe(folder), folder / "none.png", {}), InputError);
}

TEST(Fill, EncodesWhatAChangeMakesOfThePatchesUnderAnotherKey) {
  const testing::TemporaryFolder folder;
  Recipe recipe = small_recipe(folder);
  const auto path = picture(folder, 1);
  const auto count = [](const PatchBatch& patches) {
    return Encodings{1, 1, 1, {static_cast<float>(patches.samples)}};
  };
  const auto plain = fill_encodings(recipe, path, {}, "weights", count);
  recipe.before_encoding = {"twice", [](const PatchBatch& patches) {
                              PatchBatch twice = patches;
                              twice.samples *= 2;
                              twice.pixels.insert(twice.pixels.end(), patches.pixels.begin(),
                                                  patches.pixels.end());
                              return twice;
                            }};
  const auto changed = fill_encodings(recipe, path, {}, "weights", count);
  EXPECT_NE(changed.key, plain.key);
  EXPECT_EQ(changed.encodings.values.front(), 2 * plain.encodings.values.front());
  EXPECT_EQ(key_of_encodings(recipe, path, {}, "weights"), changed.key);
}

}  // namespace
}  // namespace msmv::store
