#include "msmv/experiments/page.h"

#include "msmv/experiments/tables.h"
#include "msmv/files/base64.h"
#include "msmv/files/mapped_file.h"
#include "msmv/report/wording.h"

namespace msmv::experiments {
namespace {

constexpr const char* kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>msmv: experiments</title>
<style>
:root { --ink: #222; --pale: #666; --line: #ddd; --blue: #0072b2; }
body { font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; color: var(--ink); margin: 2rem auto;
       max-width: 84rem; padding: 0 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; }
p.split { color: var(--pale); margin: 0 0 1rem; max-width: 70rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--line);
         vertical-align: top; }
th { font-weight: 600; font-size: .85rem; color: var(--pale); border-bottom: 2px solid var(--ink);
     vertical-align: bottom; }
td:first-child, th:first-child { text-align: left; }
td:first-child { min-width: 15rem; }
td:not(:first-child) { white-space: nowrap; }
tr.remarked td { border-bottom: 0; padding-bottom: 0; }
tr.remark td { color: var(--pale); font-size: .85rem; padding-top: 0; }
td:nth-child(6) { font-weight: 600; color: var(--blue); }
tr.reference td { background: #f2f7fb; }
tr:hover td { background: #f7f7f7; }
img { max-width: 100%; height: auto; }
details { border-bottom: 1px solid var(--line); padding: .4rem 0; }
summary { cursor: pointer; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1rem; }
li { margin: .3rem 0; max-width: 70rem; overflow-wrap: anywhere; }
</style>
</head>
<body>
)";

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string cells_in(const std::vector<std::string>& cells, const std::string& element) {
  std::string out;
  for (const std::string& cell : cells) {
    out += "<" + element + ">" + escaped(cell) + "</" + element + ">";
  }
  return out;
}

std::string row_of(const RowResult& row, const Results& results) {
  auto cells = cells_of(row, results);
  const std::string remark = cells.back();
  cells.pop_back();
  const std::string kind = row.row.name == results.against ? "reference" : "";
  const auto begin = [&](const std::string& name) {
    const std::string classes = kind.empty() || name.empty() ? kind + name : kind + " " + name;
    return classes.empty() ? std::string("<tr>") : "<tr class=\"" + classes + "\">";
  };
  std::string out = begin(remark.empty() ? "" : "remarked") + cells_in(cells, "td") + "</tr>\n";
  if (!remark.empty()) {
    out += begin("remark") + "<td colspan=\"" + std::to_string(cells.size()) + "\">" +
           escaped(remark) + "</td></tr>\n";
  }
  return out;
}

std::string table_of(Table table, const Results& results) {
  const auto rows = rows_in(table, results);
  if (rows.empty()) {
    return "";
  }
  auto heads = headings(results);
  heads.pop_back();  // a remark stands under its row: beside it no screen is wide enough
  std::string out = "<h2>" + escaped(title_of(table)) +
                    "</h2>\n<div class=\"wide\"><table>\n<thead><tr>" + cells_in(heads, "th") +
                    "</tr></thead>\n<tbody>\n";
  for (const RowResult* row : rows) {
    out += row_of(*row, results);
  }
  return out + "</tbody></table></div>\n";
}

// As an image of its own: the names inside of several SVGs would clash in one document.
std::string image(const std::filesystem::path& svg, const std::string& what) {
  if (!std::filesystem::exists(svg)) {
    return "";
  }
  return "<img alt=\"" + escaped(what) + "\" src=\"data:image/svg+xml;base64," +
         files::base64(files::map_file(svg).bytes) + "\">\n";
}

std::string figures_of(const RowResult& row, const std::filesystem::path& folder) {
  const std::string stem = (folder / row.row.name).string();
  return "<details><summary>" + escaped(row.row.title) + ": " +
         escaped(report::accuracy_text(row.evaluation->images.right(),
                                       row.evaluation->images.total())) +
         "</summary>\n<div class=\"pair\">" +
         image(stem + "_confusion.svg", row.row.title + ": confusion matrix") +
         image(stem + "_class_bars.svg", row.row.title + ": precision, recall and F1") +
         "</div></details>\n";
}

}  // namespace

std::string to_html(const Results& results, const std::filesystem::path& figures) {
  std::string page = kHead;
  page += "<h1>Experiments</h1>\n<p class=\"split\">" + escaped(results.split) + ". Budget " +
          escaped(results.budget) + ".</p>\n";
  for (const auto& [table, ignored] : enum_names(Table{})) {
    page += table_of(table, results);
  }
  page += "<h2>At a glance</h2>\n" + image(figures / "overview.svg", "accuracies of all rows");
  page += "<h2>Confusion matrices and figures of each class</h2>\n";
  for (const RowResult& row : results.rows) {
    if (row.evaluation) {
      page += figures_of(row, figures);
    }
  }
  page += "<h2>What to know of these figures</h2>\n<ul>\n";
  for (const std::string& remark : remarks(results)) {
    page += "<li>" + escaped(remark) + "</li>\n";
  }
  page += "<li>Settings:";
  for (const RowResult& row : results.rows) {
    page += " " + escaped(row.row.name) + " " + row.settings.substr(0, 12) + ";";
  }
  page.back() = '.';
  return page + "</li>\n</ul>\n</body>\n</html>\n";
}

}  // namespace msmv::experiments
