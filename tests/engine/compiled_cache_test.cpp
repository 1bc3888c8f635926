#include "msmv/engine/compiled_cache.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string_view>

#include "temporary_folder.h"

namespace msmv::engine {
namespace {

using testing::TemporaryFolder;

constexpr std::string_view kBytes = "as compiled";

void keep(const std::filesystem::path& folder, const std::string& key) {
  keep_cached(folder, key, std::as_bytes(std::span(kBytes)));
}

// What is kept under a key; "none" where nothing whole is.
std::string kept(const std::filesystem::path& folder, const std::string& key) {
  std::string text = "none";
  const bool found = use_cached(folder, key, [&](std::span<const std::byte> bytes) {
    text.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  });
  EXPECT_EQ(found, text != "none");
  return text;
}

std::filesystem::path only_file_of(const std::filesystem::path& folder) {
  return std::filesystem::directory_iterator(folder)->path();
}

TEST(CompiledCache, GivesBackWhatWasKeptUnderItsKeyAlone) {
  const TemporaryFolder folder;
  EXPECT_EQ(kept(folder / "new", "a"), "none");
  keep(folder / "new", "a");
  EXPECT_EQ(kept(folder / "new", "a"), kBytes);
  EXPECT_EQ(kept(folder / "new", "b"), "none");
}

TEST(CompiledCache, TakesNoEntryThatIsTornOrAnothers) {
  const TemporaryFolder folder;
  keep(folder / "c", "a");
  const auto entry = only_file_of(folder / "c");
  const auto size = std::filesystem::file_size(entry);
  for (const std::uintmax_t left : {size - 1, size - kBytes.size(), std::uintmax_t{3}}) {
    std::filesystem::resize_file(entry, left);
    EXPECT_EQ(kept(folder / "c", "a"), "none") << left;
    keep(folder / "c", "a");
  }
  std::fstream(entry, std::ios::in | std::ios::out | std::ios::ate).seekp(-1, std::ios::end) << 'X';
  EXPECT_EQ(kept(folder / "c", "a"), "none");
  keep(folder / "c", "b");
  std::filesystem::remove(entry);
  std::filesystem::rename(only_file_of(folder / "c"), entry);  // b's, under a's name
  EXPECT_EQ(kept(folder / "c", "a"), "none");
}

TEST(CompiledCache, ThatCantBeWrittenIsNoFault) {
  const TemporaryFolder folder;
  std::ofstream(folder / "file") << "no folder";
  keep(folder / "file", "a");
  EXPECT_EQ(kept(folder / "file", "a"), "none");
  keep("/dev/full", "a");
  EXPECT_EQ(kept("/dev/full", "a"), "none");
  keep("", "a");
  EXPECT_EQ(kept("", "a"), "none");
  std::filesystem::create_directory(folder / "read_only");
  chmod((folder / "read_only").c_str(), 0500);
  keep(folder / "read_only", "a");  // root may all the same
  EXPECT_NO_THROW(kept(folder / "read_only", "a"));
}

TEST(CompiledCache, ForgetsWhatWasNotUsedForTheLongestTime) {
  const TemporaryFolder folder;
  const auto first_used = std::filesystem::file_time_type::clock::now() - std::chrono::hours(3);
  for (int i = 0; i < 3; ++i) {
    keep(folder / "c", std::to_string(i));
    for (const auto& entry : std::filesystem::directory_iterator(folder / "c")) {
      if (entry.last_write_time() > first_used + std::chrono::hours(2)) {
        std::filesystem::last_write_time(entry, first_used + std::chrono::minutes(i));
      }
    }
  }
  EXPECT_EQ(kept(folder / "c", "0"), kBytes);  // now the last one used
  const auto size = std::filesystem::file_size(only_file_of(folder / "c"));
  keep_cached(folder / "c", "3", std::as_bytes(std::span(kBytes)), 2 * size);
  EXPECT_EQ(kept(folder / "c", "0"), kBytes);
  EXPECT_EQ(kept(folder / "c", "1"), "none");
  EXPECT_EQ(kept(folder / "c", "2"), "none");
  EXPECT_EQ(kept(folder / "c", "3"), kBytes);
}

TEST(CompiledCache, LiesWhereTheUserKeepsCaches) {
  setenv("XDG_CACHE_HOME", "/c", 1);
  EXPECT_EQ(cache_folder(), "/c/msmv");
  setenv("XDG_CACHE_HOME", "relative", 1);  // to be ignored by the standard
  setenv("HOME", "/h", 1);
  EXPECT_EQ(cache_folder(), "/h/.cache/msmv");
  unsetenv("XDG_CACHE_HOME");
  unsetenv("HOME");
  EXPECT_EQ(cache_folder(), "");
}

}  // namespace
}  // namespace msmv::engine
