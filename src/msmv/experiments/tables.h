#pragma once

#include <string>
#include <vector>

#include "msmv/experiments/results.h"

// The tables of a run as text. Whatever comes from files is escaped.

namespace msmv::experiments {

// The cells of the tables for people, under `headings`, with figures rounded to tenths.
std::vector<std::string> headings(const Results& results);
std::vector<std::string> cells_of(const RowResult& row, const Results& results);

// The rows of one table, in their order.
std::vector<const RowResult*> rows_in(Table table, const Results& results);

// Remarks that a reader of the figures needs, a sentence each.
std::vector<std::string> remarks(const Results& results);

// A page of Markdown; LaTeX tables (booktabs) to be put into a document; and a CSV table with a row
// a row and all digits.
std::string to_markdown(const Results& results);
std::string to_latex(const Results& results);
std::string to_csv(const Results& results);

}  // namespace msmv::experiments
