#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

// Compiled models on disk, so that only the first run of a model compiles it. The cache may be
// missing, read-only, full, torn or another's: that costs time and nothing else. Processes may fill
// it at once.

namespace msmv::engine {

// $XDG_CACHE_HOME/msmv, else $HOME/.cache/msmv; empty where neither is set.
std::filesystem::path cache_folder();

// Hands the entry of that key to `use`, whole as it was written. False where there is none, or none
// that is whole.
bool use_cached(const std::filesystem::path& folder, const std::string& key,
                const std::function<void(std::span<const std::byte>)>& use);

// Writes an entry; what keeps it from that is not told. Where all entries together take more than
// `most_bytes`, those that were not used for the longest time go.
constexpr std::uintmax_t kMostCachedBytes = std::uintmax_t{1} << 30;
void keep_cached(const std::filesystem::path& folder, const std::string& key,
                 std::span<const std::byte> bytes, std::uintmax_t most_bytes = kMostCachedBytes);

}  // namespace msmv::engine
