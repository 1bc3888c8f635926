#include "msmv/engine/compiled_cache.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <ostream>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "msmv/files/atomic_file.h"
#include "msmv/files/content_hash.h"
#include "msmv/files/regular_file.h"
#include "msmv/values/errors.h"

namespace msmv::engine {
namespace {

constexpr std::string_view kKind = "msmv compiled model 1\n";
constexpr std::size_t kHashSize = 32;
constexpr const char* kExtension = ".compiled";

std::filesystem::path entry_of(const std::filesystem::path& folder, const std::string& key) {
  return folder / (files::content_hash(key) + kExtension);
}

// The head of an entry stands before its bytes: its kind, its key and the hash of its bytes.
std::string head_of(const std::string& key, std::span<const std::byte> bytes) {
  return std::string(kKind) + files::content_hash(key) + files::content_hash(bytes);
}

// Another process may remove the same ones; whoever comes too late lets it be.
void make_room(const std::filesystem::path& folder, std::uintmax_t most_bytes) {
  struct Entry {
    std::filesystem::file_time_type used;
    std::filesystem::path path;
    std::uintmax_t bytes = 0;
  };
  std::vector<Entry> entries;
  std::uintmax_t all = 0;
  std::error_code fault;
  for (const auto& file : std::filesystem::directory_iterator(folder, fault)) {
    if (file.path().extension() == kExtension) {
      std::error_code gone;
      Entry entry{file.last_write_time(gone), file.path(), file.file_size(gone)};
      if (!gone) {
        all += entry.bytes;
        entries.push_back(std::move(entry));
      }
    }
  }
  std::ranges::sort(entries, {}, &Entry::used);
  for (std::size_t i = 0; i + 1 < entries.size() && all > most_bytes; ++i) {
    std::filesystem::remove(entries[i].path, fault);
    all -= entries[i].bytes;
  }
}

}  // namespace

std::filesystem::path cache_folder() {
  if (const char* named = std::getenv("XDG_CACHE_HOME"); named != nullptr && *named == '/') {
    return std::filesystem::path(named) / "msmv";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
    return std::filesystem::path(home) / ".cache" / "msmv";
  }
  return {};
}

bool use_cached(const std::filesystem::path& folder, const std::string& key,
                const std::function<void(std::span<const std::byte>)>& use) {
  constexpr std::size_t kHead = kKind.size() + 2 * kHashSize;
  const auto path = entry_of(folder, key);
  std::error_code fault;
  const std::uintmax_t size = std::filesystem::file_size(path, fault);
  if (folder.empty() || fault || size <= kHead) {
    return false;
  }
  // Read, not mapped: a mapped file that is cut short ends the program.
  const auto bytes = std::make_unique_for_overwrite<std::byte[]>(size - kHead);
  std::string head(kHead, '\0');
  try {
    std::ifstream stream = files::open_regular(path);
    stream.read(head.data(), kHead);
    stream.read(reinterpret_cast<char*>(bytes.get()), static_cast<std::streamsize>(size - kHead));
    if (!stream) {
      return false;
    }
  } catch (const InputError&) {
    return false;
  }
  const std::span<const std::byte> all(bytes.get(), size - kHead);
  if (head != head_of(key, all)) {
    return false;
  }
  use(all);
  std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now(), fault);
  return true;
}

void keep_cached(const std::filesystem::path& folder, const std::string& key,
                 std::span<const std::byte> bytes, std::uintmax_t most_bytes) {
  if (folder.empty()) {
    return;
  }
  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  try {
    files::write_atomically(entry_of(folder, key), [&](std::ostream& stream) {
      stream << head_of(key, bytes);
      stream.write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
    });
    make_room(folder, most_bytes);
  } catch (const OutputError&) {  // NOLINT(bugprone-empty-catch): the next run compiles again
  }
}

}  // namespace msmv::engine
