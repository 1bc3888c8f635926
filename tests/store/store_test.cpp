#include "msmv/store/store.h"

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

#include "msmv/values/errors.h"
#include "temporary_folder.h"

namespace msmv::store {
namespace {

using testing::TemporaryFolder;

// One sample of two scales of 2 x 2 pixels: 0, 1, 2, ... 23.
PatchBatch counting_patches() {
  PatchBatch batch{1, 2, 2, {}};
  for (std::uint8_t i = 0; i < 24; ++i) {
    batch.pixels.push_back(i);
  }
  return batch;
}

PatchBatch never() {
  throw std::logic_error("made again");
}

void overwrite(const std::filesystem::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

TEST(Store, KeyChangesWithTheImageAndWithEachSetting) {
  const Json settings = {{"krem", {{"steps", 80}}}};
  const Json other = {{"krem", {{"steps", 40}}}};
  EXPECT_EQ(key("aa", settings), key("aa", settings));
  EXPECT_NE(key("aa", settings), key("bb", settings));
  EXPECT_NE(key("aa", settings), key("aa", other));
}

TEST(Store, MakesPatchesOnceAndReadsThemAfterwards) {
  const TemporaryFolder folder;
  int made = 0;
  const auto make = [&] {
    ++made;
    return counting_patches();
  };
  for (int i = 0; i < 2; ++i) {
    const auto entry = patches(folder / "deep", "k", make);
    EXPECT_EQ(entry.samples, 1U);
    EXPECT_EQ(entry.scales, 2U);
    EXPECT_EQ(entry.side_px, 2U);
    EXPECT_TRUE(std::ranges::equal(entry.pixels, counting_patches().pixels));
  }
  EXPECT_EQ(made, 1);
}

TEST(Store, MakesABrokenEntryAnew) {
  const TemporaryFolder folder;
  patches(folder.path(), "k", counting_patches);
  const auto path = patches_path(folder.path(), "k");
  const std::string good = testing::read_file(path);

  std::string flipped = good;
  flipped.back() = static_cast<char>(flipped.back() ^ 1);
  for (const auto& broken : {flipped, good.substr(0, good.size() - 1), std::string(), good + "x"}) {
    overwrite(path, broken);
    EXPECT_THROW(open_patches(path, "k"), InputError);
    EXPECT_TRUE(std::ranges::equal(patches(folder.path(), "k", counting_patches).pixels,
                                   counting_patches().pixels));
    EXPECT_EQ(testing::read_file(path), good);
  }
}

TEST(Store, TrustsNoFileUnderAnotherEntrysName) {
  const TemporaryFolder folder;
  patches(folder.path(), "k", counting_patches);
  std::filesystem::copy_file(patches_path(folder.path(), "k"),
                             patches_path(folder.path(), "other"));
  EXPECT_THROW(patches(folder.path(), "other", never), std::logic_error);
  // Patches where encodings should be.
  std::filesystem::copy_file(patches_path(folder.path(), "k"), encodings_path(folder.path(), "k"));
  EXPECT_THROW(open_encodings(encodings_path(folder.path(), "k"), "k"), InputError);
}

TEST(Store, LeavesNothingWhenMakingFails) {
  const TemporaryFolder folder;
  EXPECT_THROW(patches(folder.path(), "k", never), std::logic_error);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Store, KeepsEncodingsToTheBit) {
  const TemporaryFolder folder;
  const Encodings wanted{2, 1, 3, {0.1F, -0.0F, 1e-40F, 3.5F, 1e30F, -2}};
  encodings(folder.path(), "k", [&] { return wanted; });
  const auto read =
      encodings(folder.path(), "k", []() -> Encodings { throw std::logic_error("?"); });
  EXPECT_EQ(read.samples, 2U);
  EXPECT_EQ(read.scales, 1U);
  EXPECT_EQ(read.features, 3U);
  EXPECT_EQ(read.values, wanted.values);
}

}  // namespace
}  // namespace msmv::store
