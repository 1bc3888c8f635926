#include "msmv/view/shelf.h"

#include <algorithm>
#include <array>

#include "msmv/slide/slide_name.h"
#include "msmv/values/errors.h"
#include "msmv/values/nearest_name.h"
#include "msmv/view/tables.h"

namespace msmv::view {
namespace {

namespace fs = std::filesystem;

constexpr std::array kPictureEndings = {".png", ".jpg", ".jpeg", ".bmp", ".jp2", ".tif", ".tiff"};

bool is_picture_name(const fs::path& path) {
  const std::string ending = lower_case(path.extension().string());
  return std::ranges::find(kPictureEndings, ending) != kPictureEndings.end() ||
         slide::is_slide_name(path);
}

bool is_hidden(const fs::path& path) {
  return path.filename().string().starts_with('.');
}

// Sorted, without hidden ones.
std::vector<fs::path> pictures_below(const fs::path& folder) {
  std::vector<fs::path> found;
  const auto options = fs::directory_options::skip_permission_denied;
  for (auto entry = fs::recursive_directory_iterator(folder, options); entry != end(entry);
       ++entry) {
    if (is_hidden(entry->path())) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file() && is_picture_name(entry->path())) {
      found.push_back(entry->path());
    }
  }
  std::ranges::sort(found);
  return found;
}

std::vector<fs::path> tables_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const bool is_table = lower_case(entry.path().extension().string()) == ".csv";
    if (is_table && !is_hidden(entry.path()) && entry.path().filename() != "labels.csv" &&
        entry.is_regular_file()) {
      found.push_back(entry.path());
    }
  }
  std::ranges::sort(found);
  return found;
}

std::vector<std::string> with_root(std::span<const std::string> paths, const fs::path& root) {
  std::vector<std::string> all(paths.begin(), paths.end());
  if (!root.empty()) {
    all.push_back(root.string());
  }
  return all;
}

}  // namespace

Shelf::Shelf(std::span<const std::string> paths, const fs::path& root)
    : given_(with_root(paths, root)) {
  for (const std::string& path : paths) {
    read(path);
  }
  // Folders of pictures beside a run are where its pictures lie: they aren't shown twice.
  const auto is_run = [](const Collection& one) { return one.kind != Collection::Kind::pictures; };
  if (std::ranges::any_of(collections_, is_run)) {
    std::erase_if(collections_, [&](const Collection& one) {
      return !is_run(one) && fs::is_directory(one.path);
    });
  }
  if (std::ranges::all_of(collections_, [](const Collection& one) { return one.rows.empty(); })) {
    throw InputError(paths.empty() ? "" : paths.front(), "has neither pictures nor a run's table");
  }
}

void Shelf::read(const fs::path& path) {
  if (fs::is_directory(path)) {
    read_folder(path);
  } else if (lower_case(path.extension().string()) == ".csv") {
    if (!read_table(path)) {
      throw InputError(path, "is no table of `msmv classify` or `msmv slides`");
    }
  } else {
    if (collections_.empty() || collections_.back().kind != Collection::Kind::pictures ||
        !collections_.back().path.empty()) {
      collections_.emplace_back();
    }
    collections_.back().rows.push_back({.name = path.string(), .picture = number_of(path)});
  }
}

void Shelf::read_folder(const fs::path& folder) {
  bool has_run = false;
  for (const fs::path& table : tables_in(folder)) {
    has_run = read_table(table) || has_run;
  }
  if (has_run) {
    return;
  }
  Collection pictures{.path = folder};
  for (const fs::path& file : pictures_below(folder)) {
    if (given_.inside(file)) {
      pictures.rows.push_back(
          {.name = file.lexically_relative(folder).string(), .picture = number_of(file)});
    }
  }
  collections_.push_back(std::move(pictures));
}

bool Shelf::read_table(const fs::path& table) {
  auto run = read_run_table(table);
  if (!run) {
    return false;
  }
  for (Row& row : run->rows) {
    if (const auto file = given_.find(row.name, table)) {
      row.picture = number_of(*file);
    }
  }
  collections_.push_back(std::move(*run));
  return true;
}

std::size_t Shelf::number_of(const fs::path& file) {
  const std::lock_guard lock(mutex_);
  pictures_.push_back(file);
  return pictures_.size() - 1;
}

std::optional<fs::path> Shelf::picture(std::size_t number) const {
  const std::lock_guard lock(mutex_);
  return number < pictures_.size() ? given_.inside(pictures_[number]) : std::nullopt;
}

}  // namespace msmv::view
