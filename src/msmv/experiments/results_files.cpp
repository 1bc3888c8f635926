#include "msmv/experiments/results_files.h"

#include <ostream>

#include "msmv/experiments/overview.h"
#include "msmv/experiments/page.h"
#include "msmv/experiments/tables.h"
#include "msmv/files/atomic_file.h"
#include "msmv/report/figures.h"
#include "msmv/report/prediction_csv.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

bool is_figure(const std::filesystem::directory_entry& entry) {
  std::error_code ignored;
  const auto extension = entry.path().extension();
  const std::string stem = entry.path().stem();
  return entry.is_regular_file(ignored) && (extension == ".png" || extension == ".svg") &&
         (stem == "overview" || stem.ends_with("_confusion") || stem.ends_with("_class_bars"));
}

// Those of an earlier run with other rows; what else lies there is not ours.
void remove_figures(const std::filesystem::path& folder) {
  std::error_code ignored;
  std::vector<std::filesystem::path> old;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    if (is_figure(entry)) {
      old.push_back(entry.path());
    }
  }
  for (const auto& path : old) {
    std::filesystem::remove(path, ignored);
  }
}

// What each fold's network says of the images that it was not trained on, as `classify` writes it.
void write_predictions(const std::filesystem::path& path, const report::PredictionTable& table) {
  files::write_atomically(path, [&](std::ostream& stream) {
    report::write_csv_header(stream, table.classes);
    for (const report::Prediction& prediction : table.predictions) {
      report::write_csv_row(stream, prediction, table.classes);
    }
  });
}

void make_folder(const std::filesystem::path& path) {
  std::error_code fault;
  std::filesystem::create_directories(path, fault);
  if (fault) {
    throw OutputError(path, "can't be made: " + fault.message());
  }
}

}  // namespace

void write_results(const std::filesystem::path& folder, const Results& results) {
  const auto figures = folder / "figures";
  remove_figures(figures);
  make_folder(figures);
  make_folder(folder / "predictions");
  draw_overview(figures / "overview", results);
  for (const RowResult& row : results.rows) {
    if (row.evaluation) {
      write_predictions(folder / "predictions" / (row.row.name + ".csv"), row.predictions);
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
