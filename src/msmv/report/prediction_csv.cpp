#include "msmv/report/prediction_csv.h"

#include <cmath>
#include <numeric>
#include <ostream>
#include <set>

#include "msmv/dataset/class_list.h"
#include "msmv/files/csv.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::report {
namespace {

constexpr const char* kScorePrefix = "prob_";
constexpr const char* kVotesPrefix = "votes_";
constexpr const char* kOk = "ok";
constexpr const char* kFailed = "error";
constexpr const char* kUnfit = "unfit";
constexpr double kSumTolerance = 1e-3;  // other programs round their probabilities

// One table, row by row.
class Reader {
 public:
  Reader(const files::CsvTable& table, const ClassNames& expected)
      : table_(table), file_(table.at("file")), class_(table.at("class")) {
    classes_ = expected.empty() ? named_classes() : expected;
    scores_ = class_columns(kScorePrefix);
    votes_ = class_columns(kVotesPrefix);
  }

  PredictionTable read() {
    PredictionTable result{table_.path, classes_, {}};
    std::set<std::string> files;
    for (const files::CsvRow& row : table_.rows) {
      result.predictions.push_back(read_row(row));
      if (!files.insert(result.predictions.back().file).second) {
        fail(row, in_quotes(result.predictions.back().file) + " comes twice");
      }
    }
    return result;
  }

 private:
  using Columns = std::vector<std::optional<std::size_t>>;

  [[noreturn]] void fail(const files::CsvRow& row, const std::string& fault) const {
    throw InputError(files::place(table_.path, row), fault);
  }

  std::string field(const files::CsvRow& row, std::string_view column) const {
    const auto found = table_.find(column);
    return found ? row.fields[*found] : "";
  }

  ClassNames named_classes() const {
    ClassNames names;
    for (const std::string& column : table_.columns) {
      if (column.starts_with(kScorePrefix)) {
        names.push_back(column.substr(std::string_view(kScorePrefix).size()));
      }
    }
    if (names.size() > dataset::kMostClasses) {
      throw InputError(table_.path, "has scores of more than " +
                                        std::to_string(dataset::kMostClasses) + " classes");
    }
    if (!names.empty()) {
      return names;
    }
    for (const files::CsvRow& row : table_.rows) {
      if (!row.fields[class_].empty()) {
        names.push_back(row.fields[class_]);
      }
    }
    return dataset::classes_of_table(table_.path, names);
  }

  // The columns PREFIX_CLASS in the order of the classes: one for each class, or none at all.
  Columns class_columns(std::string_view prefix) const {
    Columns columns(classes_.size());
    bool has_any = false;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      if (!table_.columns[i].starts_with(prefix)) {
        continue;
      }
      const std::string name = table_.columns[i].substr(prefix.size());
      const auto which = dataset::find_class(classes_, name);
      if (!which) {
        throw InputError(table_.path, "column " + in_quotes(table_.columns[i]) + ": " +
                                          dataset::unknown_class(classes_, name));
      }
      if (columns[*which]) {
        throw InputError(table_.path, "columns " + in_quotes(table_.columns[*columns[*which]]) +
                                          " and " + in_quotes(table_.columns[i]) +
                                          " are of one class");
      }
      columns[*which] = i;
      has_any = true;
    }
    for (std::size_t i = 0; has_any && i < columns.size(); ++i) {
      if (!columns[i]) {
        throw InputError(table_.path,
                         "has no column " + in_quotes(std::string(prefix) + classes_[i]));
      }
    }
    return columns;
  }

  Prediction read_row(const files::CsvRow& row) const {
    Prediction prediction;
    prediction.file = row.fields[file_];
    if (prediction.file.empty()) {
      fail(row, "names no file");
    }
    const std::string status = field(row, "status");
    if (status != kOk && status != kFailed && status != kUnfit && !status.empty()) {
      fail(row, "status is " + in_quotes(status) + ", expected ok, unfit or error");
    }
    prediction.content_hash = field(row, "content_hash");
    prediction.model = field(row, "model");
    prediction.precision = field(row, "precision");
    prediction.device = field(row, "device");
    if (status == kFailed || status == kUnfit) {
      const std::string why = field(row, "message");
      (status == kFailed ? prediction.fault : prediction.unfit) = why.empty() ? status : why;
      return prediction;
    }
    prediction.note = field(row, "message");
    read_diagnosis(row, prediction.diagnosis);
    return prediction;
  }

  void read_diagnosis(const files::CsvRow& row, Diagnosis& diagnosis) const {
    const auto label = dataset::find_class(classes_, row.fields[class_]);
    if (!label) {
      fail(row, row.fields[class_].empty() ? "has no class"
                                           : dataset::unknown_class(classes_, row.fields[class_]));
    }
    diagnosis.label = *label;
    double sum = 0;
    for (std::size_t i = 0; i < classes_.size(); ++i) {
      if (scores_[i]) {
        diagnosis.scores.push_back(static_cast<float>(score(row, i)));
        sum += diagnosis.scores.back();
      }
      if (votes_[i]) {
        diagnosis.votes.push_back(votes(row, i));
      }
    }
    if (!diagnosis.scores.empty() && std::abs(sum - 1) > kSumTolerance) {
      fail(row, "scores sum to " + decimal(static_cast<float>(sum)) + ", expected 1");
    }
  }

  double score(const files::CsvRow& row, std::size_t which) const {
    const std::string& text = row.fields[*scores_[which]];
    const auto number = files::csv_number(text);
    if (!number || *number < 0 || *number > 1) {
      fail(row, kScorePrefix + classes_[which] + " is " + in_quotes(text) +
                    ", expected between 0 and 1");
    }
    return *number;
  }

  int votes(const files::CsvRow& row, std::size_t which) const {
    const std::string& text = row.fields[*votes_[which]];
    const auto number = files::csv_number(text);
    if (!number || *number < 0 || *number > 1e6 || *number != std::floor(*number)) {
      fail(row,
           kVotesPrefix + classes_[which] + " is " + in_quotes(text) + ", expected a whole number");
    }
    return static_cast<int>(*number);
  }

  const files::CsvTable& table_;
  std::size_t file_, class_;
  ClassNames classes_;
  Columns scores_, votes_;
};

int voters_of(const Diagnosis& diagnosis) {
  return std::accumulate(diagnosis.votes.begin(), diagnosis.votes.end(), 0);
}

void write_fields(std::ostream& stream, const std::vector<std::string>& fields) {
  std::string separator;
  for (const std::string& field : fields) {
    stream << separator << files::csv_field(field);
    separator = ",";
  }
  stream << '\n';
}

}  // namespace

void write_csv_header(std::ostream& stream, const ClassNames& classes) {
  std::vector<std::string> fields = {"file", "status", "class", "votes"};
  for (const std::string& name : classes) {
    fields.push_back(kScorePrefix + name);
  }
  for (const char* name : {"mpp_source", "message", "mpp_x", "mpp_y"}) {
    fields.emplace_back(name);
  }
  for (const std::string& name : classes) {
    fields.push_back(kVotesPrefix + name);
  }
  fields.insert(fields.end(), {"content_hash", "model", "voters", "precision", "device"});
  for (const auto& [name, value] : fitness::named(fitness::Measures{})) {
    fields.emplace_back(name);
  }
  write_fields(stream, fields);
}

void write_csv_row(std::ostream& stream, const Prediction& prediction, const ClassNames& classes) {
  const bool is_ok = prediction.has_class();
  const Diagnosis& diagnosis = prediction.diagnosis;
  std::vector<std::string> fields = {
      prediction.file, status_of(prediction), is_ok ? classes.at(diagnosis.label) : "",
      is_ok ? std::to_string(diagnosis.votes.at(diagnosis.label)) : ""};
  for (std::size_t i = 0; i < classes.size(); ++i) {
    fields.push_back(is_ok ? decimal(diagnosis.scores.at(i)) : "");
  }
  const auto& size = prediction.um_per_px;
  fields.emplace_back(size ? name(prediction.um_per_px_source) : "");
  fields.push_back(message_of(prediction));
  fields.push_back(size ? decimal(size->x) : "");
  fields.push_back(size ? decimal(size->y) : "");
  for (std::size_t i = 0; i < classes.size(); ++i) {
    fields.push_back(is_ok ? std::to_string(diagnosis.votes.at(i)) : "");
  }
  fields.push_back(prediction.content_hash);
  fields.push_back(prediction.model);
  fields.push_back(is_ok ? std::to_string(voters_of(diagnosis)) : "");
  fields.push_back(prediction.precision);
  fields.push_back(prediction.device);
  for (const auto& [name, value] :
       fitness::named(prediction.measures.value_or(fitness::Measures{}))) {
    fields.push_back(prediction.measures ? fixed(value, 4) : "");
  }
  write_fields(stream, fields);
}

PredictionTable read_predictions(const std::filesystem::path& path, const ClassNames& expected) {
  const files::CsvTable table = files::read_csv_table(path);
  if (table.rows.empty()) {
    throw InputError(path, "holds no predictions");
  }
  return Reader(table, expected).read();
}

}  // namespace msmv::report
