#include "msmv/view/report_sections.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "msmv/files/mapped_file.h"
#include "msmv/files/temporary_folder.h"
#include "msmv/report/figures.h"
#include "msmv/report/wording.h"
#include "msmv/values/decimal.h"
#include "msmv/view/collection_json.h"
#include "msmv/view/html.h"

namespace msmv::view {
namespace {

namespace fs = std::filesystem;

std::string cell(const std::string& text) {
  return "<td>" + escaped(text) + "</td>";
}

std::string colour_of(std::size_t label, const ClassNames& classes) {
  return classes_json(classes)[label]["colour"].get<std::string>();
}

// A folder for the charts, which are files before they are part of the page.
class ChartFolder {
 public:
  ChartFolder() {
    std::string name = (files::temporary_folder() / "msmv-report-XXXXXX").string();
    if (mkdtemp(name.data()) != nullptr) {
      path_ = name;
    }
  }
  ~ChartFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ChartFolder(const ChartFolder&) = delete;
  ChartFolder& operator=(const ChartFolder&) = delete;

  template <class Draw>
  std::string chart(const std::string& name, const std::string& meaning, const Draw& draw) const {
    draw(path_ / name);
    const files::MappedFile file = files::map_file(path_ / (name + ".svg"));
    const std::string_view bytes(reinterpret_cast<const char*>(file.bytes.data()),
                                 file.bytes.size());
    return "<img class=\"chart\" alt=\"" + escaped(meaning) + "\" src=\"" +
           data_uri("image/svg+xml", bytes) + "\">\n";
  }

 private:
  fs::path path_;
};

std::string class_figures(const report::Evaluation& evaluation) {
  std::string out =
      "<table><thead><tr><th>Class</th><th>Cases</th><th>Precision</th><th>Recall</th><th>F1</th>"
      "</tr></thead><tbody>\n";
  for (std::size_t label = 0; label < evaluation.classes.size(); ++label) {
    const metrics::ClassFigures figures = metrics::figures_of(evaluation.images, label);
    out += "<tr>" + cell(evaluation.classes[label]) +
           cell(std::to_string(evaluation.images.of_class(label))) +
           cell(report::percent(figures.precision)) + cell(report::percent(figures.recall)) +
           cell(report::percent(figures.f1)) + "</tr>\n";
  }
  return out + "</tbody></table>\n";
}

}  // namespace

double confidence_of(const Row& row) {
  if (row.prediction && row.prediction->has_class() && !row.prediction->diagnosis.scores.empty()) {
    return std::ranges::max(row.prediction->diagnosis.scores);
  }
  return row.slide && !row.slide->shares.empty() ? std::ranges::max(row.slide->shares) : 0;
}

double agreement_of(const Row& row) {
  if (!row.prediction || !row.prediction->has_class() || row.prediction->diagnosis.votes.empty()) {
    return row.slide && !row.slide->shares.empty() ? 1 : 0;
  }
  const std::vector<int>& votes = row.prediction->diagnosis.votes;
  const int all = std::accumulate(votes.begin(), votes.end(), 0);
  return all > 0 ? static_cast<double>(std::ranges::max(votes)) / all : 0;
}

std::optional<std::size_t> class_of(const Row& row) {
  if (row.prediction && row.prediction->has_class()) {
    return row.prediction->diagnosis.label;
  }
  if (row.slide && !row.slide->shares.empty()) {
    const auto& shares = row.slide->shares;
    return static_cast<std::size_t>(std::ranges::max_element(shares) - shares.begin());
  }
  return std::nullopt;
}

std::string status_of(const Row& row) {
  return row.prediction ? report::status_of(*row.prediction) : row.slide ? row.slide->status : "";
}

std::string message_of(const Row& row) {
  return row.prediction ? report::message_of(*row.prediction) : row.slide ? row.slide->message : "";
}

std::vector<std::size_t> review_order(const Collection& run) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < run.rows.size(); ++i) {
    if (class_of(run.rows[i])) {
      rows.push_back(i);
    }
  }
  // Of slides, those with the largest share of the last class, BACH's Invasive.
  const auto urgency = [&](std::size_t i) {
    const Row& row = run.rows[i];
    return row.slide ? std::pair(0.0, -row.slide->mm2.back())
                     : std::pair(agreement_of(row), confidence_of(row));
  };
  std::ranges::stable_sort(rows, {}, urgency);
  return rows;
}

std::string distribution_section(const Collection& run) {
  std::vector<Bar> classes, confidences;
  for (std::size_t label = 0; label < run.classes.size(); ++label) {
    classes.push_back({run.classes[label], colour_of(label, run.classes), 0, ""});
  }
  for (int tenth = 0; tenth < 10; ++tenth) {
    confidences.push_back(
        {std::to_string(10 * tenth) + " to " + std::to_string(10 * tenth + 10) + " %", "#5b8db8", 0,
         ""});
  }
  double mm2 = 0;
  for (const Row& row : run.rows) {
    if (row.slide) {
      for (std::size_t label = 0; label < row.slide->mm2.size(); ++label) {
        classes[label].value += row.slide->mm2[label];
        mm2 += row.slide->mm2[label];
      }
    } else if (const auto label = class_of(row)) {
      classes[*label].value += 1;
      confidences[static_cast<std::size_t>(std::min(9.0, 10 * confidence_of(row)))].value += 1;
    }
  }
  const bool are_slides = run.kind == Collection::Kind::slides;
  for (Bar& bar : classes) {
    bar.text = are_slides ? fixed(bar.value, 2) + " mm2 (" +
                                report::percent(mm2 > 0 ? bar.value / mm2 : 0) + ")"
                          : fixed(bar.value, 0);
  }
  for (Bar& bar : confidences) {
    bar.text = fixed(bar.value, 0);
  }
  std::string out = "<h2>Classes</h2>\n" +
                    bar_chart(are_slides ? "Tissue of each class" : "Cases of each class", classes);
  return are_slides
             ? out
             : out + "<h2>Confidence</h2>\n" +
                   bar_chart("Cases of each confidence, the score of the class that is named",
                             confidences);
}

std::string evaluation_section(const report::Evaluation& evaluation) {
  const ChartFolder folder;
  std::string out =
      "<h2>Against the labels</h2>\n<p><strong>" +
      escaped(report::accuracy_text(evaluation.images.right(), evaluation.images.total())) +
      "</strong>" +
      escaped(report::unanswered_text(evaluation.images.unanswered(),
                                      report::unfit_among(evaluation.cases))) +
      ". " + escaped(evaluation.split_sentence) + ". Balanced accuracy " +
      report::percent(evaluation.averages.balanced_accuracy) + ".</p>\n";
  out += class_figures(evaluation) + "<div class=\"charts\">\n";
  out += folder.chart("confusion", "Confusion matrix: true classes in rows, answers in columns",
                      [&](const fs::path& stem) { report::draw_confusion(stem, evaluation); });
  out += folder.chart("bars", "Precision, recall and F1 of each class",
                      [&](const fs::path& stem) { report::draw_class_bars(stem, evaluation); });
  if (report::has_reliability_curve(evaluation)) {
    out += folder.chart("reliability", "Share right against confidence",
                        [&](const fs::path& stem) { report::draw_reliability(stem, evaluation); });
  }
  if (report::has_referral_curve(evaluation)) {
    out += folder.chart("referral", "Accuracy against the share of cases referred to a human",
                        [&](const fs::path& stem) { report::draw_referral(stem, evaluation); });
  }
  return out + "</div>\n";
}

std::string faults_section(const Collection& run) {
  std::string list;
  for (const Row& row : run.rows) {
    if (!class_of(row)) {
      list += "<li><span class=\"name\">" + escaped(row.name) + "</span>: " +
              escaped(status_of(row) + (message_of(row).empty() ? "" : ", " + message_of(row))) +
              "</li>\n";
    }
  }
  return list.empty() ? "" : "<h2>Without a class</h2>\n<ul>\n" + list + "</ul>\n";
}

std::string cases_table(const Collection& run, const std::vector<std::size_t>& rows,
                        const std::vector<std::string>& thumbnails) {
  const bool are_slides = run.kind == Collection::Kind::slides;
  std::string out = std::string("<table class=\"cases") + (are_slides ? " slides" : "") +
                    "\"><thead><tr><th></th><th>Case</th><th>" +
                    (are_slides ? "Most tissue" : "Class") + "</th>";
  for (const std::string& name : run.classes) {
    out += "<th>" + escaped(name) + (are_slides ? " mm2" : "") + "</th>";
  }
  out += are_slides ? "<th>Tissue mm2</th>" : "<th>Votes</th>";
  out += "</tr></thead><tbody>\n";
  for (const std::size_t i : rows) {
    const Row& row = run.rows[i];
    const std::string picture =
        thumbnails[i].empty() ? "" : "<img alt=\"\" src=\"" + thumbnails[i] + "\">";
    const std::string note =
        message_of(row).empty() ? "" : "<br><small>" + escaped(message_of(row)) + "</small>";
    const auto label = class_of(row);
    out += "<tr><td>" + picture + "</td><td class=\"name\">" + escaped(row.name) + note + "</td>";
    out += label ? "<td><span class=\"key\" style=\"background:" + colour_of(*label, run.classes) +
                       "\"></span>" + escaped(run.classes[*label]) + "</td>"
                 : cell(status_of(row));
    for (std::size_t k = 0; k < run.classes.size(); ++k) {
      out += !label      ? cell("")
             : row.slide ? cell(fixed(row.slide->mm2[k], 2))
             : row.prediction->diagnosis.scores.empty()
                 ? cell("")
                 : cell(fixed(row.prediction->diagnosis.scores[k], 3));
    }
    const bool has_votes = label && row.prediction && !row.prediction->diagnosis.votes.empty();
    out += row.slide ? cell(fixed(row.slide->tissue_mm2, 2))
           : has_votes
               ? cell(std::to_string(row.prediction->diagnosis.votes[*label]) + " of " +
                      std::to_string(std::accumulate(row.prediction->diagnosis.votes.begin(),
                                                     row.prediction->diagnosis.votes.end(), 0)))
               : cell("");
    out += "</tr>\n";
  }
  return out + "</tbody></table>\n";
}

}  // namespace msmv::view
