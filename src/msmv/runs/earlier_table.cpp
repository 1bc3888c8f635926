#include "msmv/runs/earlier_table.h"

#include <sstream>
#include <vector>

#include "msmv/files/csv.h"
#include "msmv/report/prediction_csv.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"

namespace msmv::runs {
namespace {

std::string line_of(const std::vector<std::string>& fields) {
  std::string line;
  for (const std::string& field : fields) {
    line += (line.empty() ? "" : ",") + files::csv_field(field);
  }
  return line + "\n";
}

}  // namespace

EarlierTable::EarlierTable(const std::filesystem::path& path, const Model& model) {
  const files::CsvTable table = files::read_csv_table(path);
  std::ostringstream header;
  report::write_csv_header(header, model.config.classes);
  if (line_of(table.columns) != header.str()) {
    throw InputError(path,
                     "is not a table that classify writes of this model: --retry-faulty "
                     "takes its rows from one");
  }
  const auto field = [&](const files::CsvRow& row, const char* column) {
    return row.fields[table.at(column)];
  };
  for (const files::CsvRow& row : table.rows) {
    if (field(row, "status") == "ok" && field(row, "model") == model.id &&
        field(row, "precision") == model.network->facts().precision) {
      rows_[field(row, "file")] = {field(row, "content_hash"), field(row, "mpp_source"),
                                   field(row, "mpp_x"), field(row, "mpp_y"), line_of(row.fields)};
    }
  }
}

std::optional<std::string> EarlierTable::row(const std::string& name,
                                             const std::string& content_hash,
                                             const image::ReadOptions& reading) const {
  const auto found = rows_.find(name);
  if (found == rows_.end() || found->second.content_hash != content_hash) {
    return std::nullopt;
  }
  const Row& row = found->second;
  const auto& given = reading.given_um_per_px;
  const bool was_given = row.size_source == msmv::name(PixelSizeSource::given);
  const bool is_same_size =
      given ? was_given && row.size_x == decimal(given->x) && row.size_y == decimal(given->y)
            : !was_given;
  return is_same_size ? std::optional(row.text) : std::nullopt;
}

}  // namespace msmv::runs
