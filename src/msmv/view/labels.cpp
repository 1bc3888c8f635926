#include "msmv/view/labels.h"

#include <algorithm>
#include <ostream>

#include "msmv/files/atomic_file.h"
#include "msmv/files/csv.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::view {
namespace {

namespace fs = std::filesystem;

bool lies_below(const fs::path& file, const fs::path& folder) {
  return std::ranges::mismatch(folder, file).in1 == folder.end();
}

fs::path common_folder(const std::vector<fs::path>& files) {
  fs::path folder = files.front().parent_path();
  while (
      !std::ranges::all_of(files, [&](const fs::path& file) { return lies_below(file, folder); })) {
    folder = folder.parent_path();
  }
  return folder;
}

}  // namespace

Labels::Labels(const Collection& run, const Shelf& shelf) : classes_(run.classes) {
  const fs::path folder = fs::canonical(fs::is_directory(run.path)       ? run.path
                                        : run.path.parent_path().empty() ? "."
                                                                         : run.path.parent_path());
  path_ = folder / "labels.csv";
  std::vector<fs::path> pictures, found;
  for (const Row& row : run.rows) {
    const auto file = row.picture ? shelf.picture(*row.picture) : std::nullopt;
    pictures.push_back(file.value_or(fs::path()));
    if (file) {
      found.push_back(*file);
    }
  }
  const bool all_below =
      std::ranges::all_of(found, [&](const fs::path& file) { return lies_below(file, folder); });
  if (!all_below) {
    root_ = common_folder(found);
  }
  for (const fs::path& file : pictures) {
    files_.push_back(file.empty() ? ""
                                  : file.lexically_relative(all_below ? folder : root_).string());
  }
  if (fs::exists(path_)) {
    const files::CsvTable table = files::read_csv_table(path_);
    for (const files::CsvRow& row : table.rows) {
      labels_[row.fields[table.at("file")]] = row.fields[table.at("class")];
    }
  }
}

std::string Labels::of(std::size_t row) const {
  const std::lock_guard lock(mutex_);
  const auto found = labels_.find(files_.at(row));
  return files_[row].empty() || found == labels_.end() ? "" : found->second;
}

std::size_t Labels::count() const {
  const std::lock_guard lock(mutex_);
  return labels_.size();
}

void Labels::set(std::size_t row, const std::string& label) {
  const std::lock_guard lock(mutex_);
  if (row >= files_.size() || files_[row].empty()) {
    throw InputError("a case without a picture can't be labelled");
  }
  if (!label.empty() && std::ranges::find(classes_, label) == classes_.end()) {
    throw InputError(in_quotes(label) + " is no class of this run");
  }
  auto labels = labels_;
  if (label.empty()) {
    labels.erase(files_[row]);
  } else {
    labels[files_[row]] = label;
  }
  files::write_atomically(path_, [&](std::ostream& out) {
    out << "file,class\n";
    for (const auto& [file, name] : labels) {
      out << files::csv_field(file) << ',' << files::csv_field(name) << '\n';
    }
  });
  labels_ = std::move(labels);
}

}  // namespace msmv::view
