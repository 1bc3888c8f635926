#include "msmv/experiments/row.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

#include "msmv/config/parse_json.h"
#include "msmv/files/mapped_file.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/values/nearest_name.h"

namespace msmv::experiments {
namespace {

namespace fs = std::filesystem;

constexpr std::array kSettings = {"model", "training", "judging"};

Json read_object(const fs::path& path) {
  const auto file = files::map_file(path);
  const std::string_view text(reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size());
  Json json = parse_json(text, path.string());
  if (!json.is_object()) {
    throw InputError(path, "expected an object, got " + std::string(json.type_name()));
  }
  return json;
}

// Only names that are safe in a path, a shell and a table.
void check_name(const Row& row) {
  const bool is_plain = std::ranges::all_of(row.name, [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '_' || letter == '-' || letter == '.';
  });
  if (!is_plain || row.name.starts_with('.')) {
    throw InputError(row.path, "a row's name has letters, digits, _, - and . only");
  }
}

void check_training(const Row& row) {
  for (const auto& [budget, recipe] : row.training.items()) {
    const bool is_known = std::ranges::any_of(enum_names(Budget{}),
                                              [&](const auto& n) { return n.second == budget; });
    if (!is_known) {
      throw InputError(row.path,
                       "training." + budget + ": no budget; there are " + enum_choices<Budget>());
    }
    if (!recipe.is_object() && !recipe.is_null()) {
      throw InputError(row.path, "training." + budget + ": expected an object");
    }
  }
}

Row read_row(const fs::path& path) {
  Row row{.name = path.stem().string(), .path = path};
  Json json = read_object(path);
  for (auto [key, settings] : {std::pair(kSettings[0], &row.model),
                               {kSettings[1], &row.training},
                               {kSettings[2], &row.judging}}) {
    if (const auto found = json.find(key); found != json.end()) {
      if (!found->is_object()) {
        throw InputError(path, std::string(key) + ": expected an object, got " +
                                   std::string(found->type_name()));
      }
      *settings = *found;
      json.erase(key);
    }
  }
  from_json(json, row, path.string());
  if (row.title.empty()) {
    throw InputError(path, "has no title");
  }
  check_name(row);
  check_training(row);
  return row;
}

class Inheritance {
 public:
  explicit Inheritance(std::vector<Row>& rows) {
    for (Row& row : rows) {
      const auto [earlier, is_new] = by_name_.emplace(row.name, &row);
      if (!is_new) {
        throw InputError(row.path,
                         "is a second row of that name, beside " + earlier->second->path.string());
      }
    }
  }

  // Puts what `from` says below the row's own settings; null in these takes a setting back.
  void complete(Row& row) {
    if (complete_.contains(row.name)) {
      return;
    }
    if (!open_.insert(row.name).second) {
      throw InputError(row.path, "from: leads back to itself");
    }
    if (!row.from.empty()) {
      Row& parent = named(row);
      complete(parent);
      for (const auto member : {&Row::model, &Row::training, &Row::judging}) {
        Json merged = parent.*member;
        merged.merge_patch(row.*member);
        row.*member = std::move(merged);
      }
    }
    complete_.insert(row.name);
  }

 private:
  Row& named(const Row& row) {
    const auto found = by_name_.find(row.from);
    if (found == by_name_.end()) {
      std::vector<std::string> names;
      for (const auto& [name, ignored] : by_name_) {
        names.push_back(name);
      }
      throw InputError(row.path,
                       "from: no row " + in_quotes(row.from) + did_you_mean(row.from, names));
    }
    return *found->second;
  }

  std::map<std::string, Row*> by_name_;
  std::set<std::string> open_, complete_;
};

}  // namespace

std::string title_of(Table table) {
  switch (table) {
    case Table::table3:
      return "Table 3: other methods";
    case Table::table4:
      return "Table 4: encoders and discriminators";
    case Table::ablation:
      return "What each part is worth";
    case Table::own:
      return "Further rows";
  }
  return "";
}

std::vector<Row> read_rows(const std::vector<fs::path>& folders) {
  std::vector<Row> rows;
  for (const fs::path& folder : folders) {
    std::error_code fault;
    fs::directory_iterator entries(folder, fault);
    if (fault) {
      throw InputError(folder, "is no folder of rows: " + fault.message());
    }
    for (const auto& entry : entries) {
      if (entry.path().extension() == ".json") {
        rows.push_back(read_row(entry.path()));
      }
    }
  }
  std::ranges::sort(rows, {}, [](const Row& row) { return row.path; });
  Inheritance inheritance(rows);
  for (Row& row : rows) {
    inheritance.complete(row);
  }
  std::ranges::stable_sort(
      rows, {}, [](const Row& row) { return std::tuple(row.table, row.place, row.name); });
  return rows;
}

std::vector<Row> choose(const std::vector<Row>& rows, const std::vector<std::string>& names) {
  if (names.empty()) {
    return rows;
  }
  std::vector<std::string> known;
  for (const Row& row : rows) {
    known.push_back(row.name);
  }
  for (const std::string& name : names) {
    if (std::ranges::find(known, name) == known.end()) {
      throw InputError("no row " + in_quotes(name) + did_you_mean(name, known));
    }
  }
  std::vector<Row> chosen;
  std::ranges::copy_if(rows, std::back_inserter(chosen), [&](const Row& row) {
    return std::ranges::find(names, row.name) != names.end();
  });
  return chosen;
}

fs::path shipped_rows() {
  if (const char* named = std::getenv("MSMV_EXPERIMENTS"); named != nullptr && *named != '\0') {
    return named;
  }
  const fs::path program = fs::read_symlink("/proc/self/exe");
  const fs::path folder = program.parent_path() / MSMV_EXPERIMENTS_FROM_PROGRAM;
  if (!fs::is_directory(folder)) {
    throw InputError(folder.lexically_normal(),
                     "no rows of experiments are there; name their folder in $MSMV_EXPERIMENTS");
  }
  return folder.lexically_normal();
}

}  // namespace msmv::experiments
