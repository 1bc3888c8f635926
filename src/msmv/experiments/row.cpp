#include "msmv/experiments/row.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "msmv/config/parse_json.h"
#include "msmv/files/installed.h"
#include "msmv/files/mapped_file.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/values/nearest_name.h"

namespace msmv::experiments {
namespace {

namespace fs = std::filesystem;

// The settings of a row, by their key.
using Settings = Json Row::*;
constexpr std::array<std::pair<const char*, Settings>, 4> kSettings = {
    {{"model", &Row::model},
     {"training", &Row::training},
     {"judging", &Row::judging},
     {"trees", &Row::trees}}};

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
    const bool is_known = std::ranges::any_of(
        enum_names(Budget{}), [&name = budget](const auto& known) { return known.second == name; });
    if (!is_known) {
      throw InputError(row.path,
                       "training." + budget + ": no budget; there are " + enum_choices<Budget>());
    }
    if (!recipe.is_object() && !recipe.is_null()) {
      throw InputError(row.path, "training." + budget + ": expected an object");
    }
  }
}

// Takes the keys that hold settings out of a row's JSON. null takes back the trees of `from`.
void take_settings(Json& json, Row& row) {
  for (const auto& [key, settings] : kSettings) {
    const auto found = json.find(key);
    if (found == json.end()) {
      continue;
    }
    const bool takes_back = settings == &Row::trees && found->is_null();
    if (!found->is_object() && !takes_back) {
      throw InputError(row.path, std::string(key) + ": expected an object, got " +
                                     std::string(found->type_name()));
    }
    if (settings == &Row::trees && found->is_object() && found->empty()) {
      throw InputError(row.path, "trees: names no setting");
    }
    row.*settings = *found;
    json.erase(key);
  }
}

// Checks a row by itself; whether its members are rows is seen when all are read.
void check_members(const Row& row) {
  if (row.members.empty()) {
    return;
  }
  const std::set<std::string> distinct(row.members.begin(), row.members.end());
  if (distinct.size() < std::max<std::size_t>(row.members.size(), 2)) {
    throw InputError(row.path, "members: expected two rows or more, each once");
  }
  for (const auto& [key, settings] : kSettings) {
    if (!(row.*settings).empty()) {
      throw InputError(row.path, std::string(key) + ": a row of members has no settings");
    }
  }
  if (!row.from.empty()) {
    throw InputError(row.path, "from: a row of members has no settings");
  }
}

Row read_row(const fs::path& path) {
  Row row{.name = path.stem().string(), .path = path};
  Json json = read_object(path);
  take_settings(json, row);
  from_json(json, row, path.string());
  if (row.title.empty()) {
    throw InputError(path, "has no title");
  }
  check_name(row);
  check_training(row);
  check_members(row);
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

  // Puts what `from` says below the row's own settings; null in these takes a setting back. Looks
  // whether its members are rows.
  void complete(Row& row) {
    if (complete_.contains(row.name)) {
      return;
    }
    if (!open_.insert(row.name).second) {
      throw InputError(row.path, "from: leads back to itself");
    }
    if (!row.from.empty()) {
      Row& parent = named(row.from, "from", row);
      complete(parent);
      for (const auto& [key, settings] : kSettings) {
        Json merged = parent.*settings;
        merged.merge_patch(row.*settings);
        row.*settings = std::move(merged);
      }
    }
    if (row.trees.is_null()) {
      row.trees = Json::object();
    }
    for (const std::string& member : row.members) {
      named(member, "members", row);
    }
    complete_.insert(row.name);
  }

 private:
  // The row of this name, which `key` of `asking` wants to have settings of its own.
  Row& named(const std::string& name, const std::string& key, const Row& asking) {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) {
      std::vector<std::string> names;
      for (const auto& [known, ignored] : by_name_) {
        names.push_back(known);
      }
      throw InputError(asking.path,
                       key + ": no row " + in_quotes(name) + did_you_mean(name, names));
    }
    if (!found->second->members.empty()) {
      throw InputError(asking.path, key + ": " + in_quotes(name) + " is a row of members itself");
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
  std::set<std::string> wanted(names.begin(), names.end());
  for (const Row& row : rows) {
    if (std::ranges::find(names, row.name) != names.end()) {
      wanted.insert(row.members.begin(), row.members.end());
    }
  }
  std::vector<Row> chosen;
  std::ranges::copy_if(rows, std::back_inserter(chosen),
                       [&](const Row& row) { return wanted.contains(row.name); });
  return chosen;
}

fs::path shipped_rows() {
  const auto folder = files::find_installed("MSMV_EXPERIMENTS", "experiments");
  if (!folder) {
    throw InputError("experiments",
                     "the rows of experiments aren't installed with msmv; $MSMV_EXPERIMENTS names "
                     "their folder");
  }
  return *folder;
}

}  // namespace msmv::experiments
