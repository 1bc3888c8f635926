#include "msmv/report/slide_merge.h"

#include <fstream>
#include <ostream>
#include <regex>
#include <string>
#include <vector>

#include "msmv/config/json.h"
#include "msmv/files/atomic_file.h"
#include "msmv/files/csv.h"
#include "msmv/values/errors.h"

namespace msmv::report {
namespace {

namespace fs = std::filesystem;

struct Part {
  files::CsvTable table;
  Json run;  // that it was made with
};

std::string part_name(const char* stem, std::size_t shard, std::size_t count,
                      const char* extension) {
  return std::string(stem) + "." + std::to_string(shard) + "-of-" + std::to_string(count) +
         extension;
}

// Of how many shards there are tables or journals in the folder.
std::size_t count_of_shards(const fs::path& folder) {
  static const std::regex pattern(R"(slides\.([0-9]{1,6})-of-([0-9]{1,6})\.csv(\.partial)?)");
  std::size_t count = 0;
  std::error_code fault;
  for (const auto& entry : fs::directory_iterator(folder, fault)) {
    std::smatch match;
    const std::string name = entry.path().filename().string();
    if (std::regex_match(name, match, pattern)) {
      const std::size_t here = std::stoul(match[2]);
      if (count != 0 && here != count) {
        throw InputError(folder, "holds tables of " + std::to_string(count) + " and of " +
                                     std::to_string(here) + " shards: remove those of one run");
      }
      count = here;
    }
  }
  if (fault) {
    throw InputError(folder, "can't be read as a folder: " + fault.message());
  }
  if (count == 0) {
    throw InputError(folder, "holds no table of a shard, slides.K-of-N.csv");
  }
  return count;
}

void require_all(const fs::path& folder, std::size_t count) {
  std::string missing;
  for (std::size_t shard = 1; shard <= count; ++shard) {
    const std::string name = part_name("slides", shard, count, ".csv");
    if (!fs::exists(folder / name)) {
      const bool has_begun = fs::exists(folder / (name + ".partial"));
      missing += (missing.empty() ? "" : ", ") + name + (has_begun ? " (not finished)" : "");
    }
  }
  if (!missing.empty()) {
    throw InputError(folder, "lacks " + missing);
  }
}

std::vector<Part> read_parts(const fs::path& folder, std::size_t count) {
  std::vector<Part> parts;
  for (std::size_t shard = 1; shard <= count; ++shard) {
    const fs::path metadata = folder / part_name("run_metadata", shard, count, ".json");
    const Json kept = Json::parse(std::ifstream(metadata), nullptr, false);
    Part part{files::read_csv_table(folder / part_name("slides", shard, count, ".csv")),
              kept.is_object() ? kept.value("run", Json()) : Json()};
    if (!part.run.is_object()) {
      throw InputError(metadata, "is missing or damaged");
    }
    if (!parts.empty() &&
        (part.run != parts[0].run || part.table.columns != parts[0].table.columns)) {
      throw InputError(part.table.path,
                       "is of another build, another model or other settings than " +
                           parts[0].table.path.filename().string());
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

void write_row(std::ostream& out, const std::vector<std::string>& fields) {
  const char* separator = "";
  for (const std::string& field : fields) {
    out << separator << files::csv_field(field);
    separator = ",";
  }
  out << '\n';
}

}  // namespace

MergedSlides merge_slides(const fs::path& folder) {
  const std::size_t count = count_of_shards(folder);
  require_all(folder, count);
  const std::vector<Part> parts = read_parts(folder, count);
  std::size_t rows = 0, failed = 0;
  for (const Part& part : parts) {
    rows += part.table.rows.size();
    const std::size_t status = part.table.at("status");
    failed += static_cast<std::size_t>(std::ranges::count_if(
        part.table.rows, [&](const files::CsvRow& row) { return row.fields[status] == "error"; }));
  }
  // Shard k has the k-th of every `count` slides.
  for (std::size_t k = 0; k < count; ++k) {
    if (parts[k].table.rows.size() != rows / count + (k < rows % count ? 1 : 0)) {
      throw InputError(parts[k].table.path, "has " + std::to_string(parts[k].table.rows.size()) +
                                                " rows, which doesn't go with the other shards: "
                                                "were they given the same slides?");
    }
  }
  files::write_atomically(folder / "slides.csv", [&](std::ostream& out) {
    write_row(out, parts[0].table.columns);
    for (std::size_t i = 0; i < rows; ++i) {
      write_row(out, parts[i % count].table.rows[i / count].fields);
    }
  });
  return {rows, failed};
}

}  // namespace msmv::report
