#include "msmv/dataset/file_order.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <tuple>

#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/values/nearest_name.h"

namespace msmv::dataset {
namespace {

constexpr std::array<std::string_view, 10> kExtensions = {".tif", ".tiff", ".svs", ".jpg", ".jpeg",
                                                          ".png", ".bmp",  ".jp2", ".j2k", ".jpx"};

// Of Synology, QNAP and other storage boxes, of macOS's archives, of Windows.
constexpr std::array<std::string_view, 20> kLeftByOthers = {
    "@eadir",
    "@recycle",
    "@tmp",
    "@sharebin",
    "#recycle",
    "#snapshot",
    "~snapshot",
    "@recently-snapshot",
    "$recycle.bin",
    "recycler",
    "__macosx",
    "network trash folder",
    "temporary items",
    "lost+found",
    "system volume information",
    "thumbs.db",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "desktop.ini",
    "icon\r"};

// Tables and texts that lie beside pictures.
constexpr std::array<std::string_view, 10> kTexts = {".csv", ".tsv", ".txt", ".md",   ".json",
                                                     ".xml", ".log", ".pdf", ".xlsx", ".html"};

constexpr std::array<std::string_view, 5> kSlides = {".ndpi", ".scn", ".bif", ".mrxs", ".vms"};

// Not looked at.
bool is_hidden(const std::filesystem::path& path) {
  const std::string name = lower_case(path.filename().string());
  return name.starts_with('.') || std::ranges::find(kLeftByOthers, name) != kLeftByOthers.end();
}

bool begins_like_a_picture(const std::filesystem::path& path) {
  using namespace std::string_view_literals;
  constexpr std::array kBeginnings = {
      "\x89PNG\r\n\x1a\n"sv,        "\xff\xd8\xff"sv,    "II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv,
      "\0\0\0\x0cjP  \r\n\x87\n"sv, "\xff\x4f\xff\x51"sv};
  std::array<char, 12> bytes{};
  std::ifstream stream(path, std::ios::binary);
  stream.read(bytes.data(), bytes.size());
  const std::string_view start(bytes.data(), static_cast<std::size_t>(stream.gcount()));
  return std::ranges::any_of(kBeginnings,
                             [&](std::string_view known) { return start.starts_with(known); });
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

// A link that nothing can be reached through, a pipe or a device is listed, so that it is told of.
bool is_picture(const std::filesystem::directory_entry& entry,
                std::map<std::string, std::size_t>& passed_over) {
  std::error_code fault;
  if (is_picture_name(entry.path())) {
    return !entry.is_directory(fault);
  }
  if (!entry.is_regular_file(fault)) {
    return false;
  }
  const std::string ending = lower_case(entry.path().extension().string());
  if (std::ranges::find(kTexts, ending) != kTexts.end()) {
    return false;
  }
  // A slide's format of its own (.ndpi, .scn) may be TIFF inside: its name says that it is no
  // field.
  const bool is_slide = std::ranges::find(kSlides, ending) != kSlides.end();
  if (!is_slide && begins_like_a_picture(entry.path())) {
    return true;
  }
  ++passed_over[ending];
  return false;
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
  const auto keep = [&](const auto& entry) { return is_picture(entry, found.passed_over); };
  std::ranges::move(entries(folder, keep), std::back_inserter(found.paths));
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

std::string passed_over_text(const std::map<std::string, std::size_t>& passed_over) {
  std::string list;
  std::size_t all = 0;
  for (const auto& [ending, count] : passed_over) {
    list += (list.empty() ? "" : ", ") + std::to_string(count) + " " +
            (ending.empty() ? "without ending" : ending);
    all += count;
  }
  if (all == 0) {
    return "";
  }
  const std::string quoted = in_quotes(list);  // on one line, and not longer than one
  return counted(all, "file") + " passed over, no " + (all == 1 ? "picture" : "pictures") +
         " that msmv reads: " + quoted.substr(1, quoted.size() - 2);
}

std::vector<std::filesystem::path> folders_in(const std::filesystem::path& folder) {
  return entries(folder, [](const auto& entry) {
    std::error_code fault;
    return entry.is_directory(fault);
  });
}

}  // namespace msmv::dataset
