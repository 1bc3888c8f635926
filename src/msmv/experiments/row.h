#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "msmv/config/fields.h"
#include "msmv/config/json.h"

// A row of a table of results, as a small JSON file says it (docs/experiments.md): what is trained
// and judged, and what the paper has for it. Rows are data: a new one needs no compiling.

namespace msmv::experiments {

// Which table a row stands in.
enum class Table { table3, table4, ablation, own };
constexpr EnumNames<Table, 4> enum_names(Table) {
  return {{{Table::table3, "table3"},
           {Table::table4, "table4"},
           {Table::ablation, "ablation"},
           {Table::own, "own"}}};
}
std::string title_of(Table table);

// How much of the network a run trains; each row says the recipe of each budget it is made for.
enum class Budget { frozen, partial, full };
constexpr EnumNames<Budget, 3> enum_names(Budget) {
  return {{{Budget::frozen, "frozen"}, {Budget::partial, "partial"}, {Budget::full, "full"}}};
}

// The paper's accuracies in percent; 0: it has none.
struct PaperFigures {
  double patch = 0, image = 0;
};
template <RefTo<PaperFigures> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("patch", c.patch, "patch-level accuracy in percent", between(0, 100));
  field("image", c.image, "image-level accuracy in percent", between(0, 100));
}

struct Row {
  std::string name;  // of the file, without .json
  std::filesystem::path path;
  std::string title;
  Table table = Table::own;
  int place = 1000;  // in its table
  PaperFigures paper;
  std::string note;
  std::string from;  // the row whose settings it changes; empty: the library's defaults
  // Settings, with those of `from` below them: of the model; of its training, a recipe for each
  // budget; of the model while it is judged, where that differs; and of the trees that judge in
  // FDNet's place, none where there are none.
  Json model = Json::object(), training = Json::object(), judging = Json::object(),
       trees = Json::object();
  // The rows whose scores are averaged; such a row has no settings. Empty: it is run itself.
  std::vector<std::string> members;
};
template <RefTo<Row> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("title", c.title, "what the row is called in tables", unlimited());
  field("table", c.table, "the table it stands in", unlimited());
  field("place", c.place, "where in the table: lower numbers come first", between(0, 1e6));
  field("paper", c.paper, "the paper's figures", unlimited());
  field("note", c.note, "what a reader of the figures has to know", unlimited());
  field("from", c.from, "the row whose settings this one changes", unlimited());
  field("members", c.members, "the rows whose scores are averaged", unlimited());
}

// All rows of some folders (*.json), in the order of the tables. Throws InputError naming the file
// for anything that is unknown, misspelt or of the wrong type, two rows of one name, a `from` that
// is none or leads back to itself, and members that can't be averaged.
std::vector<Row> read_rows(const std::vector<std::filesystem::path>& folders);

// The rows of these names and their members, in their order in `rows`; all when none is named.
// Throws InputError for a name that is none.
std::vector<Row> choose(const std::vector<Row>& rows, const std::vector<std::string>& names);

// Where the rows lie that come with msmv: $MSMV_EXPERIMENTS, else as installed beside the program.
// Throws InputError when they are not there.
std::filesystem::path shipped_rows();

}  // namespace msmv::experiments
