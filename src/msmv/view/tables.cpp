#include "msmv/view/tables.h"

#include <string_view>

#include "msmv/files/csv.h"
#include "msmv/report/prediction_csv.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::view {
namespace {

constexpr std::string_view kShare = "share_", kArea = "mm2_";
constexpr std::string_view kUnfit = "unfit";  // the tiles without a class, behind the classes

ClassNames classes_behind(const files::CsvTable& table, std::string_view prefix) {
  ClassNames classes;
  for (const std::string& column : table.columns) {
    if (column.starts_with(prefix) && column.substr(prefix.size()) != kUnfit) {
      classes.push_back(column.substr(prefix.size()));
    }
  }
  return classes;
}

// A row of slides.csv, column by column.
class SlideReader {
 public:
  SlideReader(const files::CsvTable& table, const files::CsvRow& row, const ClassNames& classes)
      : table_(table), row_(row), classes_(classes) {}

  SlideRow read() const {
    SlideRow slide{.name = text("name"), .status = text("status"), .message = text("message")};
    slide.extent = {static_cast<std::int64_t>(number("width")),
                    static_cast<std::int64_t>(number("height"))};
    if (!text("mpp_x").empty()) {
      slide.um_per_px = PixelSize{number("mpp_x"), number("mpp_y")};
    }
    slide.tissue_mm2 = number("tissue_mm2");
    slide.tiles = static_cast<std::size_t>(number("tiles"));
    for (const std::string& name : classes_) {
      if (!text(std::string(kShare) + name).empty()) {
        slide.shares.push_back(number(std::string(kShare) + name));
        slide.mm2.push_back(number(std::string(kArea) + name));
      }
    }
    return slide;
  }

 private:
  const std::string& text(const std::string& column) const {
    return row_.fields[table_.at(column)];
  }

  double number(const std::string& column) const {
    const std::string& field = text(column);
    if (field.empty()) {
      return 0;
    }
    const auto value = files::csv_number(field);
    if (!value || !(*value >= 0) || *value > 1e12) {
      throw InputError(files::place(table_.path, row_),
                       column + " " + in_quotes(field) + " is no size");
    }
    return *value;
  }

  const files::CsvTable& table_;
  const files::CsvRow& row_;
  const ClassNames& classes_;
};

Collection slides_of(const files::CsvTable& table) {
  Collection run{.kind = Collection::Kind::slides,
                 .path = table.path,
                 .classes = classes_behind(table, kShare)};
  for (const files::CsvRow& row : table.rows) {
    run.rows.push_back({.name = row.fields[table.at("slide")],
                        .slide = SlideReader(table, row, run.classes).read()});
  }
  return run;
}

Collection fields_of(const std::filesystem::path& path) {
  report::PredictionTable table = report::read_predictions(path, {});
  Collection run{.kind = Collection::Kind::fields, .path = path, .classes = table.classes};
  for (report::Prediction& prediction : table.predictions) {
    Row row{.name = prediction.file};
    row.prediction = std::move(prediction);
    run.rows.push_back(std::move(row));
  }
  return run;
}

}  // namespace

std::optional<Collection> read_run_table(const std::filesystem::path& path) {
  const files::CsvTable table = files::read_csv_table(path);
  if (table.find("slide") && table.find("name") && table.find("status")) {
    return slides_of(table);
  }
  if (table.find("file") && table.find("class") && table.find("status")) {
    return fields_of(path);
  }
  return std::nullopt;
}

}  // namespace msmv::view
