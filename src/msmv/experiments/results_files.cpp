#include "msmv/experiments/results_files.h"

#include "msmv/experiments/overview.h"
#include "msmv/experiments/page.h"
#include "msmv/experiments/tables.h"
#include "msmv/files/atomic_file.h"
#include "msmv/report/figures.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {

void write_results(const std::filesystem::path& folder, const Results& results) {
  const auto figures = folder / "figures";
  std::error_code fault;
  std::filesystem::remove_all(figures, fault);  // of an earlier run with other rows
  std::filesystem::create_directories(figures, fault);
  if (fault) {
    throw InputError(figures, "can't be made: " + fault.message());
  }
  draw_overview(figures / "overview", results);
  for (const RowResult& row : results.rows) {
    if (row.evaluation) {
      report::draw_confusion(figures / (row.row.name + "_confusion"), *row.evaluation);
      report::draw_class_bars(figures / (row.row.name + "_class_bars"), *row.evaluation);
    }
  }
  files::write_atomically(folder / "results.md", to_markdown(results));
  files::write_atomically(folder / "results.tex", to_latex(results));
  files::write_atomically(folder / "results.csv", to_csv(results));
  files::write_atomically(folder / "results.html", to_html(results, figures));
}

}  // namespace msmv::experiments
