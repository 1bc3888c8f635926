#include "msmv/dataset/manifest.h"

#include <algorithm>
#include <map>
#include <set>

#include "msmv/dataset/class_list.h"
#include "msmv/dataset/known.h"
#include "msmv/files/csv.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/values/nearest_name.h"
#include "msmv/values/unicode.h"

namespace msmv::dataset {
namespace {

const std::vector<std::string> kColumns = {"file", "class", "patient", "split",
                                           "mpp",  "mpp_x", "mpp_y"};

constexpr std::size_t kLongestMisspelt = 64;  // longer ones are nobody's misspelling of kColumns

// A misspelt optional column would silently mean "unknown".
void check_column_names(const files::CsvTable& table) {
  for (const std::string& column : table.columns) {
    if (column.size() > kLongestMisspelt ||
        std::ranges::find(kColumns, lower_case(column)) != kColumns.end()) {
      continue;
    }
    const auto meant = nearest_name(column, kColumns);
    if (meant && !table.find(*meant)) {
      throw InputError(table.path,
                       "unknown column " + in_quotes(column) + did_you_mean(column, kColumns));
    }
  }
}

// A name from macOS or its archives may be in another of Unicode's forms than the file's.
std::filesystem::path in_the_form_on_disk(const std::filesystem::path& path) {
  std::error_code unseen;
  for (const std::string& form :
       {path.string(), composed(path.string()), decomposed(path.string())}) {
    if (std::filesystem::exists(form, unseen)) {
      return form;
    }
  }
  return path;
}

// A name as it is on disk: Windows writes backslashes, a spreadsheet keeps blanks around it.
std::string name_on_disk(const std::filesystem::path& root, const std::string& name) {
  std::error_code unseen;
  std::string plain(without_blanks_around(name));
  std::ranges::replace(plain, '\\', '/');
  const bool is_as_written = std::filesystem::exists(in_the_form_on_disk(root / name), unseen);
  return !is_as_written && std::filesystem::exists(in_the_form_on_disk(root / plain), unseen)
             ? plain
             : name;
}

// The rows of a manifest, one at a time; what is wrong with them is kept.
class ManifestReader {
 public:
  // `note` is what is to be said of the table's bytes; "" for nothing.
  ManifestReader(const files::CsvTable& table, const std::string& note, const ReadOptions& options)
      : table_(table),
        options_(options),
        root_(options.root.empty() ? table.path.parent_path() : options.root),
        base_(std::filesystem::absolute(root_ / "x").lexically_normal().parent_path()),
        file_(table.at("file")),
        class_(options.labels == Labels::required ? std::optional(table.at("class"))
                                                  : std::nullopt) {
    if (!note.empty()) {
      reading_.notes.push_back({table.path, note});
    }
  }

  Reading read() {
    reading_.dataset.source = table_.path;
    reading_.dataset.tables = {table_.path};
    reading_.dataset.classes = classes();
    for (const files::CsvRow& row : table_.rows) {
      read_row(row);
    }
    reading_.faults = one_a_file(reading_.faults);
    for (const auto& [name, images] : unknown_classes_) {
      reading_.unknown_classes.push_back({name, images});
    }
    note_patients();
    return std::move(reading_);
  }

 private:
  ClassNames classes() const {
    if (!options_.classes.empty() || !class_) {
      return options_.classes;
    }
    std::vector<std::string> names;
    for (const files::CsvRow& row : table_.rows) {
      if (!is_missing(row.fields[*class_])) {
        names.push_back(mapped_class(options_.class_map, row.fields[*class_]));
      }
    }
    return classes_of_table(table_.path, names);
  }

  std::string field(const files::CsvRow& row, std::string_view column) const {
    const auto found = table_.find(column);
    return found && !is_missing(row.fields[*found]) ? row.fields[*found] : "";
  }

  // The patients' names as they are written, by the patient; "" for words that mean nobody.
  std::string patient(const files::CsvRow& row) {
    const auto found = table_.find("patient");
    const std::string written = found ? row.fields[*found] : "";
    if (written.empty()) {
      return "";
    }
    const std::string patient = patient_of(written);
    spellings_[patient].insert(written);
    images_of_nobody_ += patient.empty() ? 1 : 0;
    rounded_patients_ += is_rounded_number(patient) ? 1 : 0;
    return patient;
  }

  // Who they are is nobody's business: only how many.
  void note_patients() {
    if (images_of_nobody_ > 0) {
      reading_.notes.push_back({table_.path, counted(images_of_nobody_, "image") +
                                                 " with a word for an unknown patient (" +
                                                 in_quotes(*spellings_[""].begin()) +
                                                 "): taken as unknown"});
    }
    if (rounded_patients_ > 0) {
      reading_.notes.push_back(
          {table_.path, counted(rounded_patients_, "image") +
                            " with a patient like 1.23E+11, as spreadsheets shorten long numbers: "
                            "several may be taken for one (make the column text)"});
    }
    const auto several = std::ranges::count_if(
        spellings_, [](const auto& one) { return !one.first.empty() && one.second.size() > 1; });
    if (several > 0) {
      reading_.notes.push_back(
          {table_.path, counted(static_cast<std::size_t>(several), "patient") +
                            " written in more than one way (blanks, capitals): each taken as one"});
    }
  }

  void read_row(const files::CsvRow& row) {
    const std::string& written = row.fields[file_];
    if (written.empty()) {
      reading_.faults.push_back({files::place(table_.path, row), "names no file"});
      return;
    }
    const std::string name = name_on_disk(root_, written);
    const auto relative =
        std::filesystem::absolute(root_ / name).lexically_normal().lexically_relative(base_);
    if (*relative.begin() == "..") {
      fault(root_ / name, row, "lies outside the data set's folder (--root names another)");
      return;
    }
    Sample sample{in_the_form_on_disk(root_ / relative), written};
    std::error_code unseen;
    if (options_.pictures == Pictures::required &&
        !std::filesystem::is_regular_file(sample.path, unseen)) {
      fault(sample.path, row,
            std::filesystem::exists(sample.path, unseen) ? "is no file" : "no such file");
    }
    const auto [first, is_new] = lines_.emplace(sample.path, row.line);
    if (!is_new) {
      fault(sample.path, row, "listed before, on line " + std::to_string(first->second));
      return;
    }
    read_label(row, sample);
    sample.patient = patient(row);
    sample.part = part_name(field(row, "split"));
    sample.um_per_px = pixel_size(row, sample.path);
    reading_.dataset.samples.push_back(std::move(sample));
  }

  void read_label(const files::CsvRow& row, Sample& sample) {
    if (!class_) {
      return;
    }
    if (is_missing(row.fields[*class_])) {
      fault(sample.path, row, "has no class");
      return;
    }
    const std::string name = mapped_class(options_.class_map, row.fields[*class_]);
    sample.label = find_class(reading_.dataset.classes, name);
    if (!sample.label) {
      ++unknown_classes_[name];
      fault(sample.path, row, unknown_class(reading_.dataset.classes, name));
    }
  }

  std::optional<PixelSize> pixel_size(const files::CsvRow& row, const std::filesystem::path& path) {
    const std::string both = field(row, "mpp");
    const std::string x = field(row, "mpp_x"), y = field(row, "mpp_y");
    if (both.empty() && x.empty() && y.empty()) {
      return std::nullopt;
    }
    if (!both.empty() && !(x.empty() && y.empty())) {
      fault(path, row, "has mpp beside mpp_x and mpp_y: give one or the others");
      return std::nullopt;
    }
    if (!both.empty()) {
      const double size = micrometres(row, path, "mpp");
      return PixelSize{size, size};
    }
    return PixelSize{micrometres(row, path, "mpp_x"), micrometres(row, path, "mpp_y")};
  }

  double micrometres(const files::CsvRow& row, const std::filesystem::path& path,
                     std::string_view column) {
    const std::string text = field(row, column);
    const auto number = files::csv_number(text);
    if (!number || *number < kSmallestPixelUm || *number > kLargestPixelUm) {
      fault(path, row,
            std::string(column) + " is " + in_quotes(text) + ", expected between " +
                decimal(kSmallestPixelUm) + " and " + decimal(kLargestPixelUm) + " um per pixel");
    }
    return number.value_or(0);
  }

  void fault(const std::filesystem::path& path, const files::CsvRow& row, const std::string& text) {
    reading_.faults.push_back({path, text + " (" + table_.path.filename().string() + ":" +
                                         std::to_string(row.line) + ")"});
  }

  const files::CsvTable& table_;
  const ReadOptions& options_;
  std::filesystem::path root_;
  std::filesystem::path base_;  // the root without "." and ".."
  std::size_t file_;
  std::optional<std::size_t> class_;
  std::map<std::filesystem::path, std::size_t> lines_;
  std::map<std::string, std::size_t> unknown_classes_;
  std::map<std::string, std::set<std::string>> spellings_;
  std::size_t images_of_nobody_ = 0, rounded_patients_ = 0;
  Reading reading_;
};

}  // namespace

Reading read_manifest(const std::filesystem::path& path, const ReadOptions& options) {
  std::string note;
  const files::CsvTable table = files::read_csv_table(path, note);
  check_column_names(table);
  if (table.rows.empty()) {
    throw InputError(path, "lists no files");
  }
  return ManifestReader(table, note, options).read();
}

}  // namespace msmv::dataset
