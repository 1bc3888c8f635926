#include "msmv/runs/finished_slides.h"

#include <fstream>
#include <utility>

#include "msmv/files/content_hash.h"
#include "msmv/files/csv.h"
#include "msmv/files/journal.h"
#include "msmv/values/errors.h"

namespace msmv::runs {
namespace {

namespace fs = std::filesystem;

// What a run says of itself; nothing when that is gone.
Json facts_in(const fs::path& metadata) {
  const Json facts = Json::parse(std::ifstream(metadata), nullptr, false);
  return facts.is_object() && facts.contains("run") ? facts : Json();
}

// As it was written: fields are quoted by the same rule.
std::string text_of(const files::CsvRow& row) {
  std::string text;
  for (const std::string& field : row.fields) {
    text += (&field == row.fields.data() ? "" : ",") + files::csv_field(field);
  }
  return text + "\n";
}

}  // namespace

FinishedSlides::FinishedSlides(const fs::path& table, const fs::path& metadata, const Json& run) {
  const Json facts = facts_in(metadata);
  if (facts.is_null()) {
    throw InputError(table, "is complete, but " + metadata.filename().string() +
                                " is not beside it: --retry-faulty can't tell which rows to keep "
                                "(of a merged table it tries each --shard again)");
  }
  if (facts["run"] != run) {
    throw InputError(table, "is of another run (" +
                                files::run_difference(facts["run"].dump(), run.dump()) +
                                "): --retry-faulty keeps rows of the same model and settings");
  }
  for (const Json& hash : facts.value("row_hashes", Json::array())) {
    hashes_.insert(hash.is_string() ? hash.get<std::string>() : "");
  }
  const files::CsvTable rows = files::read_csv_table(table);
  const std::size_t name = rows.at("name"), status = rows.at("status");
  for (const files::CsvRow& row : rows.rows) {
    if (row.fields[status] != "error") {
      rows_[row.fields[name]] = text_of(row);
    }
  }
}

bool FinishedSlides::may_have(const std::string& name) const {
  return rows_.contains(files::valid_utf8(name));
}

std::optional<std::string> FinishedSlides::row(const std::string& name,
                                               const std::string& key) const {
  const auto found = rows_.find(files::valid_utf8(name));
  return found != rows_.end() && hashes_.contains(slide_row_hash(key, found->second))
             ? std::optional(found->second)
             : std::nullopt;
}

std::string slide_row_hash(const std::string& key, const std::string& row) {
  return files::content_hash(files::content_hash(key) + files::content_hash(row));
}

std::optional<std::size_t> faulty_rows(const fs::path& table, const fs::path& metadata,
                                       const Json& run, const std::vector<std::string>& slides) {
  const Json facts = facts_in(metadata);
  const files::CsvTable rows = files::read_csv_table(table);
  if (facts.is_null() || facts["run"] != run || rows.rows.size() != slides.size()) {
    return std::nullopt;
  }
  std::size_t faulty = 0;
  const std::size_t slide = rows.at("slide"), status = rows.at("status");
  for (std::size_t i = 0; i < slides.size(); ++i) {
    if (rows.rows[i].fields[slide] != files::valid_utf8(slides[i])) {
      return std::nullopt;
    }
    faulty += rows.rows[i].fields[status] == "error" ? 1 : 0;
  }
  return faulty;
}

}  // namespace msmv::runs
