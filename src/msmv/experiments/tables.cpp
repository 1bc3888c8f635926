#include "msmv/experiments/tables.h"

#include <algorithm>
#include <array>

#include "msmv/files/csv.h"
#include "msmv/metrics/intervals.h"
#include "msmv/report/wording.h"
#include "msmv/values/decimal.h"

namespace msmv::experiments {
namespace {

using Cells = std::vector<std::string>;

constexpr std::size_t kTextColumns = 1;  // the first; the others hold numbers
constexpr const char* kNone = "-";

std::string paper_text(double percent) {
  return percent == 0 ? kNone : fixed(percent, 1);
}

std::string percent_of(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? kNone
                    : fixed(100 * static_cast<double>(part) / static_cast<double>(whole), 1);
}

std::string p_text(const RowResult& row, const Results& results) {
  if (row.row.name == results.against) {
    return "itself";
  }
  if (!row.against) {
    return kNone;
  }
  const double p = row.against->p_value;
  return p < 0.0001 ? "under 0.0001" : fixed(p, 4);
}

std::string escaped_markdown(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>|&").find(c) != std::string_view::npos) {
      out += '\\';
    }
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

std::string escaped_latex(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\textbackslash{}";
    } else if (c == '~') {
      out += "\\textasciitilde{}";
    } else if (c == '^') {
      out += "\\textasciicircum{}";
    } else if (std::string_view("&%$#_{}").find(c) != std::string_view::npos) {
      out += std::string("\\") + c;
    } else {
      out += c == '\n' || c == '\r' ? ' ' : c;
    }
  }
  return out;
}

template <class Escape>
std::string joined(const Cells& cells, const char* between, Escape escape) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    line += (i == 0 ? "" : between) + escape(cells[i]);
  }
  return line;
}

}  // namespace

Cells headings(const Results& results) {
  return {"row",        "paper patch %", "paper image %", "patch %",
          "image k/N",  "image %",       "95 % interval", "p against " + results.against,
          "ms / image", "parameters, M", "GFLOP / image", "remark"};
}

Cells cells_of(const RowResult& row, const Results& results) {
  Cells cells = {row.row.title, paper_text(row.row.paper.patch), paper_text(row.row.paper.image)};
  if (row.evaluation) {
    const auto right = row.evaluation->images.right();
    const auto all = row.evaluation->images.total();
    const auto& interval = row.evaluation->accuracy_interval;
    cells.insert(cells.end(),
                 {percent_of(row.patches_right(), row.patches()),
                  std::to_string(right) + "/" + std::to_string(all), percent_of(right, all),
                  fixed(100 * interval.low, 1) + " to " + fixed(100 * interval.high, 1),
                  p_text(row, results)});
  } else {
    cells.insert(cells.end(), 5, kNone);
  }
  cells.push_back(row.cost.ms ? fixed(*row.cost.ms, 0) : kNone);
  const bool is_counted = row.cost.parameters > 0;
  cells.push_back(is_counted ? fixed(static_cast<double>(row.cost.parameters) / 1e6, 1) : kNone);
  cells.push_back(is_counted ? fixed(row.cost.gflop, 0) : kNone);
  cells.push_back(row.status.empty() || row.row.note.empty() ? row.status + row.row.note
                                                             : row.status + "; " + row.row.note);
  return cells;
}

std::vector<const RowResult*> rows_in(Table table, const Results& results) {
  std::vector<const RowResult*> rows;
  for (const RowResult& row : results.rows) {
    if (row.row.table == table) {
      rows.push_back(&row);
    }
  }
  return rows;
}

std::vector<std::string> remarks(const Results& results) {
  int threads = 0;
  for (const RowResult& row : results.rows) {
    threads = std::max(threads, row.cost.threads);
  }
  std::vector<std::string> all = {
      "Split: " + results.split + ". Seed " + std::to_string(results.seed) + ", budget " +
          results.budget +
          ". Each image is classified once, by the network of the fold that was not trained on it, "
          "as "
          "it is after the last epoch: nothing is chosen on these images.",
      // NOLINTNEXTLINE(bugprone-suspicious-missing-comma)
      "The paper's figures are the paper's: its own split, end-to-end training, its own hardware. "
      "A difference to ours is not explained by the row's title alone.",
      "Patch: each voter by itself (none where an image is classified as a whole); image: after "
      "the "
      "vote. Intervals are Wilson's and take images as independent; several images of one patient "
      "are not, which makes true intervals wider.",
      "p: McNemar's exact test, two-sided, on the same images, against the row " + results.against +
          ". It is not corrected for the number of rows.",
      "Parameters and GFLOP (a multiplication and an addition count as two) are counted from the "
      "layout, of a row of trees its encoder's alone" +
          (threads == 0 ? std::string(".")
                        : "; ms is measured from file to class, the least of three runs with " +
                              counted(static_cast<std::size_t>(threads), "thread") +
                              ", and belongs to this machine and its load."),
      "Data " + results.data + ", fingerprint " + results.data_fingerprint + "; builds " +
          (results.builds.empty() ? kNone : results.builds) + "."};
  return all;
}

std::string to_markdown(const Results& results) {
  std::string page = "# Experiments\n";
  for (const auto& [table, ignored] : enum_names(Table{})) {
    const auto rows = rows_in(table, results);
    if (rows.empty()) {
      continue;
    }
    const Cells heads = headings(results);
    page += "\n## " + title_of(table) + "\n\n| " + joined(heads, " | ", escaped_markdown) + " |\n|";
    for (std::size_t i = 0; i < heads.size(); ++i) {
      page += i < kTextColumns || i + 1 == heads.size() ? " --- |" : " ---: |";
    }
    page += "\n";
    for (const RowResult* row : rows) {
      page += "| " + joined(cells_of(*row, results), " | ", escaped_markdown) + " |\n";
    }
  }
  page += "\n";
  for (const std::string& remark : remarks(results)) {
    page += "- " + escaped_markdown(remark) + "\n";
  }
  page += "- Settings of the rows:";
  for (const RowResult& row : results.rows) {
    page += " " + escaped_markdown(row.row.name) + " " + row.settings.substr(0, 12) + ";";
  }
  page.back() = '.';
  return page + "\n";
}

std::string to_latex(const Results& results) {
  std::string text = "% \\usepackage{booktabs}\n";
  for (const auto& [table, ignored] : enum_names(Table{})) {
    const auto rows = rows_in(table, results);
    if (rows.empty()) {
      continue;
    }
    Cells heads = headings(results);
    heads.pop_back();  // remarks are too long for a column
    text += "\\begin{table}\n  \\caption{" + escaped_latex(title_of(table)) + ". " +
            escaped_latex(remarks(results).front()) + "}\n  \\begin{tabular}{l" +
            std::string(heads.size() - 1, 'r') + "}\n    \\toprule\n    " +
            joined(heads, " & ", escaped_latex) + " \\\\\n    \\midrule\n";
    for (const RowResult* row : rows) {
      Cells cells = cells_of(*row, results);
      cells.pop_back();
      text += "    " + joined(cells, " & ", escaped_latex) + " \\\\\n";
    }
    text += "    \\bottomrule\n  \\end{tabular}\n\\end{table}\n";
  }
  return text;
}

std::string to_csv(const Results& results) {
  std::string text =
      "row,title,table,status,folds,paper_patch_percent,paper_image_percent,patches_right,patches,"
      "images_right,images,accuracy_percent,interval_low_percent,interval_high_percent,against,"
      "mcnemar_p,ms_per_image,parameters,gflop_per_image,split,budget,seed,data,settings,builds,"
      "note\n";
  const auto number = [](double value) { return decimal(value); };
  for (const RowResult& row : results.rows) {
    Cells cells = {row.row.name,
                   row.row.title,
                   std::string(enum_name(row.row.table)),
                   row.status,
                   std::to_string(row.folds),
                   row.row.paper.patch == 0 ? "" : number(row.row.paper.patch),
                   row.row.paper.image == 0 ? "" : number(row.row.paper.image)};
    if (row.evaluation) {
      const auto& evaluation = *row.evaluation;
      cells.insert(cells.end(), {std::to_string(row.patches_right()), std::to_string(row.patches()),
                                 std::to_string(evaluation.images.right()),
                                 std::to_string(evaluation.images.total()),
                                 number(100 * evaluation.averages.accuracy),
                                 number(100 * evaluation.accuracy_interval.low),
                                 number(100 * evaluation.accuracy_interval.high)});
    } else {
      cells.insert(cells.end(), 7, "");
    }
    cells.insert(cells.end(),
                 {results.against, row.against ? number(row.against->p_value) : "",
                  row.cost.ms ? number(*row.cost.ms) : "",
                  row.cost.parameters == 0 ? "" : std::to_string(row.cost.parameters),
                  row.cost.parameters == 0 ? "" : number(row.cost.gflop), results.split,
                  results.budget, std::to_string(results.seed), results.data_fingerprint,
                  row.settings, results.builds, row.row.note});
    text += joined(cells, ",", [](const std::string& cell) { return files::csv_field(cell); });
    text += "\n";
  }
  return text;
}

}  // namespace msmv::experiments
