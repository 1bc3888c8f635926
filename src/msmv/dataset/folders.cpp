#include "msmv/dataset/folders.h"

#include <algorithm>
#include <array>
#include <map>

#include "msmv/dataset/class_list.h"
#include "msmv/dataset/file_order.h"
#include "msmv/files/csv.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::dataset {
namespace {

constexpr const char* kPhotos = "Photos";
constexpr const char* kGroundTruth = "microscopy_ground_truth.csv";
constexpr std::array<std::string_view, 3> kPartNames = {"train", "val", "test"};

// A picture as the folders describe it, before class names are understood.
struct Found {
  std::filesystem::path path;
  std::string class_name;  // empty: none
  std::string part;
};

bool is_part(const std::filesystem::path& folder) {
  const std::string name = part_name(folder.filename().string());
  return std::ranges::find(kPartNames, name) != kPartNames.end();
}

class FolderReader {
 public:
  FolderReader(std::filesystem::path folder, const ReadOptions& options)
      : folder_(std::move(folder)), options_(options) {}

  Reading read() {
    const auto photos = folder_ / kPhotos;
    const auto root = std::filesystem::is_directory(photos) ? photos : folder_;
    collect(root);
    if (found_.empty()) {
      const std::string others = passed_over_text(passed_over_);
      throw InputError(folder_,
                       "holds no pictures: expected a folder per class, Photos/ as in "
                       "BACH, or a manifest.csv" +
                           (others.empty() ? "" : "; " + others));
    }
    if (options_.labels == Labels::required) {
      read_ground_truth(root / kGroundTruth);
      require_classes();
    }
    reading_.dataset.source = folder_;
    reading_.dataset.classes = classes();
    for (const Found& found : found_) {
      add(found);
    }
    for (const auto& [name, images] : unknown_classes_) {
      reading_.unknown_classes.push_back({name, images});
    }
    if (const std::string text = passed_over_text(passed_over_); !text.empty()) {
      reading_.notes.push_back({folder_, text});
    }
    reading_.faults = one_a_file(reading_.faults);
    return std::move(reading_);
  }

 private:
  void collect(const std::filesystem::path& root) {
    const auto folders = folders_in(root);
    const bool in_parts = !folders.empty() && std::ranges::all_of(folders, is_part);
    FoundPictures here = pictures_in(root, Depth::this_folder);
    count_passed_over(here);
    for (const auto& path : here.paths) {
      found_.push_back({path, "", ""});
    }
    for (const auto& folder : folders) {
      if (!in_parts) {
        collect_class(folder, "");
        continue;
      }
      for (const auto& class_folder : folders_in(folder)) {
        collect_class(class_folder, part_name(folder.filename().string()));
      }
    }
  }

  void collect_class(const std::filesystem::path& folder, const std::string& part) {
    const FoundPictures found = pictures_in(folder, Depth::all_below);
    const auto& [pictures, faults, passed_over] = found;
    count_passed_over(found);
    std::ranges::copy(faults, std::back_inserter(reading_.faults));
    if (pictures.empty() && faults.empty() && options_.labels == Labels::required) {
      reading_.faults.push_back({folder, "holds no pictures"});
    }
    for (const auto& path : pictures) {
      found_.push_back({path, mapped_class(options_.class_map, folder.filename().string()), part});
    }
  }

  void count_passed_over(const FoundPictures& found) {
    for (const auto& [ending, count] : found.passed_over) {
      passed_over_[ending] += count;
    }
  }

  // BACH's table names pictures without their folder; a copy in another format keeps the stem.
  void read_ground_truth(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) {
      return;
    }
    reading_.dataset.tables.push_back(path);
    std::map<std::string, files::CsvRow> rows;
    std::string note;
    for (const files::CsvRow& row : files::read_csv(path, note)) {
      if (row.fields.size() != 2) {
        throw InputError(files::place(path, row),
                         std::to_string(row.fields.size()) + " fields, expected 2: file, class");
      }
      if (!rows.emplace(std::filesystem::path(row.fields[0]).stem().string(), row).second) {
        reading_.faults.push_back(
            {files::place(path, row), in_quotes(row.fields[0]) + " is listed twice"});
      }
    }
    if (!note.empty()) {
      reading_.notes.push_back({path, note});
    }
    for (Found& found : found_) {
      const auto row = rows.extract(found.path.stem().string());
      if (row.empty()) {
        reading_.faults.push_back({found.path, std::string("is missing in ") + kGroundTruth});
      } else {
        compare(found, row.mapped());
      }
    }
    for (const auto& [stem, row] : rows) {
      reading_.faults.push_back(
          {files::place(path, row), in_quotes(row.fields[0]) + " is not in the folders"});
    }
  }

  void compare(Found& found, const files::CsvRow& row) {
    if (found.class_name.empty()) {
      found.class_name = mapped_class(options_.class_map, row.fields[1]);
    } else if (!find_class({found.class_name}, mapped_class(options_.class_map, row.fields[1]))) {
      reading_.faults.push_back({found.path, "lies in " + found.class_name + ", but " +
                                                 kGroundTruth + ":" + std::to_string(row.line) +
                                                 " says " + in_quotes(row.fields[1])});
    }
  }

  void require_classes() const {
    if (std::ranges::all_of(found_, [](const Found& f) { return f.class_name.empty(); })) {
      throw InputError(folder_,
                       "its pictures lie in no class's folder: expected a folder per class");
    }
  }

  ClassNames classes() const {
    if (!options_.classes.empty() || options_.labels == Labels::ignored) {
      return options_.classes;
    }
    std::vector<std::string> names;
    for (const Found& found : found_) {
      if (!found.class_name.empty()) {
        names.push_back(found.class_name);
      }
    }
    ClassNames classes = classes_among(names);
    if (classes.size() > kMostClasses) {
      throw InputError(folder_, "holds more than " + std::to_string(kMostClasses) +
                                    " folders of pictures: is it a folder of classes' folders?");
    }
    return classes;
  }

  void add(const Found& found) {
    Sample sample{found.path, found.path.lexically_relative(folder_).string()};
    sample.part = found.part;
    if (options_.labels == Labels::required) {
      sample.label = find_class(reading_.dataset.classes, found.class_name);
      if (!sample.label && !found.class_name.empty()) {
        ++unknown_classes_[found.class_name];
      }
      if (!sample.label) {
        reading_.faults.push_back(
            {sample.path, found.class_name.empty()
                              ? "has no class: it lies in no class's folder"
                              : unknown_class(reading_.dataset.classes, found.class_name)});
      }
    }
    reading_.dataset.samples.push_back(std::move(sample));
  }

  std::filesystem::path folder_;
  const ReadOptions& options_;
  std::vector<Found> found_;
  std::map<std::string, std::size_t> unknown_classes_, passed_over_;
  Reading reading_;
};

}  // namespace

Reading read_folders(const std::filesystem::path& folder, const ReadOptions& options) {
  std::error_code fault;
  if (!std::filesystem::is_directory(folder, fault)) {
    throw InputError(folder,
                     std::filesystem::exists(folder, fault) ? "is not a folder" : "no such folder");
  }
  return FolderReader(folder, options).read();
}

}  // namespace msmv::dataset
