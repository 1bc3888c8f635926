#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "msmv/dataset/dataset.h"

namespace msmv::dataset {

// The last run of digits in a file's stem, and what stands before it: n007.tif is {"n", 7}.
struct FileNumber {
  std::string series;
  std::optional<std::uint64_t> number;
  auto operator<=>(const FileNumber&) const = default;  // NOLINT(modernize-use-nullptr)
};
FileNumber file_number(const std::filesystem::path& path);

// By folder, then by file number (test2 before test10), then by name.
bool natural_less(const std::filesystem::path& a, const std::filesystem::path& b);

// Whether the extension is that of a picture msmv reads; hidden files (.name) are none.
bool is_picture_name(const std::filesystem::path& path);

// The pictures in a folder and, when asked, the folders below it (hidden ones apart), in natural
// order; links that lead nowhere too, but no folder inside itself through a link. Throws InputError
// when the folder can't be read; one below it that can't is a fault.
enum class Depth { this_folder, all_below };
struct FoundPictures {
  std::vector<std::filesystem::path> paths;
  std::vector<Fault> faults;
};
FoundPictures pictures_in(const std::filesystem::path& folder, Depth depth);

// The folders directly inside, hidden ones apart, by name.
std::vector<std::filesystem::path> folders_in(const std::filesystem::path& folder);

}  // namespace msmv::dataset
