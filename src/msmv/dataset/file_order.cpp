#include "msmv/dataset/file_order.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

#include "msmv/values/errors.h"
#include "msmv/values/nearest_name.h"

namespace msmv::dataset {
namespace {

constexpr std::array<std::string_view, 10> kExtensions = {".tif", ".tiff", ".svs", ".jpg", ".jpeg",
                                                          ".png", ".bmp",  ".jp2", ".j2k", ".jpx"};

bool is_hidden(const std::filesystem::path& path) {
  return path.filename().string().starts_with('.');
}

template <class Keep>
std::vector<std::filesystem::path> entries(const std::filesystem::path& folder, Keep&& keep) {
  std::error_code fault;
  std::filesystem::directory_iterator entry(folder, fault);
  std::vector<std::filesystem::path> paths;
  for (; !fault && entry != std::filesystem::directory_iterator(); entry.increment(fault)) {
    if (!is_hidden(entry->path()) && keep(*entry)) {
      paths.push_back(entry->path());
    }
  }
  if (fault) {
    throw InputError(folder, "can't be read as a folder: " + fault.message());
  }
  std::ranges::sort(paths, natural_less);
  return paths;
}

// A link that nothing can be reached through is listed, so that it is told of.
bool is_picture(const std::filesystem::directory_entry& entry) {
  std::error_code fault;
  const bool is_unreachable = !entry.exists(fault);
  return is_picture_name(entry.path()) && (is_unreachable || entry.is_regular_file(fault));
}

// `above` are the folders that lead to `folder`, without links: one that leads back to one of them
// would be walked through for ever.
void collect(const std::filesystem::path& folder, Depth depth,
             std::vector<std::filesystem::path>& above, FoundPictures& found) {
  std::error_code fault;
  const auto real = std::filesystem::canonical(folder, fault);
  if (std::ranges::find(above, real) != above.end()) {
    return;
  }
  std::ranges::move(entries(folder, is_picture), std::back_inserter(found.paths));
  if (depth == Depth::all_below) {
    above.push_back(real);
    for (const auto& below : folders_in(folder)) {
      try {
        collect(below, depth, above, found);
      } catch (const InputError& error) {
        found.faults.push_back({below, error.fault()});
      }
    }
    above.pop_back();
  }
}

}  // namespace

FileNumber file_number(const std::filesystem::path& path) {
  const std::string stem = path.stem().string();
  const auto last = stem.find_last_of("0123456789");
  if (last == std::string::npos) {
    return {stem, std::nullopt};
  }
  const auto before = stem.find_last_not_of("0123456789", last);
  const std::size_t first = before == std::string::npos ? 0 : before + 1;
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(stem.data() + first, stem.data() + last + 1, number);
  if (fault != std::errc{}) {
    return {stem, std::nullopt};
  }
  return {stem.substr(0, first), number};
}

bool natural_less(const std::filesystem::path& a, const std::filesystem::path& b) {
  return std::tuple(a.parent_path(), file_number(a), a) <
         std::tuple(b.parent_path(), file_number(b), b);
}

bool is_picture_name(const std::filesystem::path& path) {
  const std::string extension = lower_case(path.extension().string());
  return !is_hidden(path) && std::ranges::find(kExtensions, extension) != kExtensions.end();
}

FoundPictures pictures_in(const std::filesystem::path& folder, Depth depth) {
  FoundPictures found;
  std::vector<std::filesystem::path> above;
  collect(folder, depth, above, found);
  return found;
}

std::vector<std::filesystem::path> folders_in(const std::filesystem::path& folder) {
  return entries(folder, [](const auto& entry) {
    std::error_code fault;
    return entry.is_directory(fault);
  });
}

}  // namespace msmv::dataset
