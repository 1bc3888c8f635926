#include "msmv/nuclei/labelled_field.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <optional>
#include <set>

#include "msmv/files/csv.h"
#include "msmv/image/read.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::nuclei {
namespace {

namespace fs = std::filesystem;

double number_in(const files::CsvTable& table, const files::CsvRow& row, std::size_t column) {
  const auto number = files::csv_number(row.fields[column]);
  if (!number) {
    throw InputError(files::place(table.path, row),
                     in_quotes(row.fields[column]) + " is no number");
  }
  return *number;
}

std::vector<Point> centres_in_table(const fs::path& path) {
  const files::CsvTable table = files::read_csv_table(path);
  const std::size_t x = table.at("x"), y = table.at("y");
  std::vector<Point> centres;
  for (const files::CsvRow& row : table.rows) {
    centres.push_back({number_in(table, row, x), number_in(table, row, y)});
  }
  return centres;
}

class FieldReader {
 public:
  explicit FieldReader(const files::CsvTable& table)
      : table_(table),
        image_(table.at("image")),
        mpp_(table.at("mpp")),
        source_(table.at("source")),
        centres_(table.find("centres")),
        labels_(table.find("labels")),
        patient_(table.find("patient")) {
    if (!centres_ && !labels_) {
      throw InputError(table.path, "has neither a column \"centres\" nor a column \"labels\"");
    }
  }

  LabelledField read(const files::CsvRow& row) const {
    LabelledField field{.name = row.fields[image_],
                        .source = row.fields[source_],
                        .patient = patient_ ? row.fields[*patient_] : ""};
    if (field.name.empty() || field.source.empty()) {
      throw InputError(files::place(table_.path, row), "names no image or no source");
    }
    const double um = number_in(table_, row, mpp_);
    image::ReadOptions reading;
    reading.given_um_per_px = PixelSize{um, um};
    field.photo = image::read(path_of(field.name), reading);
    if (centres_ && !row.fields[*centres_].empty()) {
      field.centres = centres_in_table(path_of(row.fields[*centres_]));
    } else if (labels_ && !row.fields[*labels_].empty()) {
      field.centres = centroids_of_labels(path_of(row.fields[*labels_]));
    } else {
      throw InputError(files::place(table_.path, row), "says nothing of its nuclei");
    }
    return field;
  }

 private:
  fs::path path_of(const std::string& name) const { return table_.path.parent_path() / name; }

  const files::CsvTable& table_;
  std::size_t image_, mpp_, source_;
  std::optional<std::size_t> centres_, labels_, patient_;
};

// "3/5"
struct Part {
  std::size_t number = 0, of = 0;
};

std::optional<Part> part_in(const std::string& text) {
  Part part;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, part.number);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '/') {
    return std::nullopt;
  }
  const auto second = std::from_chars(first.ptr + 1, end, part.of);
  const bool is_whole = second.ec == std::errc() && second.ptr == end;
  return is_whole && part.number >= 1 && part.number <= part.of ? std::optional(part)
                                                                : std::nullopt;
}

std::vector<bool> in_part(std::span<const LabelledField> fields, const Part& part) {
  std::map<std::string, std::map<std::string, std::size_t>> dealt;  // by source: group to number
  std::vector<bool> is_in;
  for (const LabelledField& field : fields) {
    auto& groups = dealt[field.source];
    const std::string& group = field.patient.empty() ? field.name : field.patient;
    const std::size_t number = groups.emplace(group, groups.size()).first->second;
    is_in.push_back(number % part.of == part.number - 1);
  }
  return is_in;
}

std::vector<bool> held_out_fields(std::span<const LabelledField> fields, const std::string& what) {
  const auto equals = what.find('=');
  const std::string key = what.substr(0, equals);
  const std::string value = equals == std::string::npos ? "" : what.substr(equals + 1);
  if (const auto part = part_in(value); key == "fold" && part) {
    return in_part(fields, *part);
  }
  std::vector<bool> is_out;
  for (const LabelledField& field : fields) {
    is_out.push_back((key == "source" && field.source == value) ||
                     (key == "patient" && field.patient == value && !value.empty()));
  }
  if (key != "source" && key != "patient") {
    throw InputError("--hold-out " + in_quotes(what) +
                     ": expected source=NAME, patient=NAME or fold=K/N");
  }
  return is_out;
}

}  // namespace

std::vector<LabelledField> read_fields(const fs::path& manifest) {
  const files::CsvTable table = files::read_csv_table(manifest);
  const FieldReader reader(table);
  std::vector<LabelledField> fields;
  for (const files::CsvRow& row : table.rows) {
    fields.push_back(reader.read(row));
  }
  if (fields.empty()) {
    throw InputError(manifest, "lists no fields");
  }
  return fields;
}

std::vector<Point> centroids_of_labels(const fs::path& label_image) {
  const cv::Mat read = cv::imread(label_image.string(), cv::IMREAD_UNCHANGED);
  if (read.empty() || read.channels() != 1 || (read.depth() != CV_8U && read.depth() != CV_16U)) {
    throw InputError(label_image, "is no label image: one channel of 8 or 16 bits");
  }
  cv::Mat labels;
  read.convertTo(labels, CV_16U);
  std::map<int, std::array<double, 3>> sums;
  for (int y = 0; y < labels.rows; ++y) {
    for (int x = 0; x < labels.cols; ++x) {
      if (const int label = labels.at<std::uint16_t>(y, x); label != 0) {
        auto& sum = sums[label];
        sum[0] += x + 0.5;
        sum[1] += y + 0.5;
        sum[2] += 1;
      }
    }
  }
  std::vector<Point> centroids;
  for (const auto& [label, sum] : sums) {
    centroids.push_back({sum[0] / sum[2], sum[1] / sum[2]});
  }
  return centroids;
}

HoldOut hold_out(std::span<const LabelledField> fields, const std::string& what) {
  const std::vector<bool> is_out =
      what.empty() ? std::vector<bool>(fields.size()) : held_out_fields(fields, what);
  HoldOut out;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    (is_out[i] ? out.held_out : out.training).push_back(i);
  }
  if (out.training.empty() || (out.held_out.empty() && !what.empty())) {
    throw InputError("--hold-out " + in_quotes(what) + ": holds out " +
                     (out.training.empty() ? "every field" : "no field"));
  }
  return out;
}

}  // namespace msmv::nuclei
