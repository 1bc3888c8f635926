#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
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

// The pictures in a folder and, when asked, the folders below it, in natural order; links that lead
// nowhere too, but no folder inside itself through a link. A file of another ending (.jfif, none)
// is a picture by its first bytes; others are passed over and counted, tables and texts apart.
// Hidden files and folders are not looked at, nor what storage boxes and archivers leave (@eaDir,
// __MACOSX, Thumbs.db). Throws InputError when the folder can't be read; one below it that can't is
// a fault.
enum class Depth { this_folder, all_below };
struct FoundPictures {
  std::vector<std::filesystem::path> paths;
  std::vector<Fault> faults;
  std::map<std::string, std::size_t> passed_over{};  // how many, by their ending; "" for none
};
FoundPictures pictures_in(const std::filesystem::path& folder, Depth depth);

// "3 files passed over, which are no pictures that msmv reads: 2 .ndpi, 1 without ending"; "" when
// there is none.
std::string passed_over_text(const std::map<std::string, std::size_t>& passed_over);

// The folders directly inside, but for those that pictures_in does not look at, by name.
std::vector<std::filesystem::path> folders_in(const std::filesystem::path& folder);

}  // namespace msmv::dataset
