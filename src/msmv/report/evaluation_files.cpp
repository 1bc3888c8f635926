#include "msmv/report/evaluation_files.h"

#include <ostream>

#include "msmv/files/atomic_file.h"
#include "msmv/files/csv.h"
#include "msmv/report/evaluation_json.h"
#include "msmv/report/evaluation_markdown.h"
#include "msmv/report/figures.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"

namespace msmv::report {
namespace {

void write_images(std::ostream& stream, const Evaluation& evaluation) {
  stream << "file,true,named,right,confidence";
  for (const char* prefix : {"prob_", "votes_"}) {
    for (const std::string& name : evaluation.classes) {
      stream << ',' << files::csv_field(prefix + name);
    }
  }
  stream << ",message\n";
  for (const Case& one : evaluation.cases) {
    const bool has_scores = one.answer && !one.scores.empty();
    const bool has_votes = one.answer && !one.votes.empty();
    stream << files::csv_field(one.file) << ',' << files::csv_field(evaluation.classes[one.truth])
           << ',' << (one.answer ? files::csv_field(evaluation.classes[*one.answer]) : "") << ','
           << (one.is_right() ? "yes" : "no") << ','
           << (has_scores ? decimal(one.scores[*one.answer]) : "");
    for (std::size_t i = 0; i < evaluation.classes.size(); ++i) {
      stream << ',' << (has_scores ? decimal(one.scores[i]) : "");
    }
    for (std::size_t i = 0; i < evaluation.classes.size(); ++i) {
      stream << ',' << (has_votes ? std::to_string(one.votes[i]) : "");
    }
    stream << ',' << files::csv_field(one.fault) << '\n';
  }
}

void remove_old(const std::filesystem::path& folder, const std::vector<std::string>& stems) {
  for (const std::string& stem : stems) {
    for (const char* extension : {".png", ".svg"}) {
      std::filesystem::remove(folder / (stem + extension));
    }
  }
}

}  // namespace

void write_evaluation(const std::filesystem::path& folder, const Evaluation& evaluation) {
  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  if (fault) {
    throw OutputError(folder, "can't be made: " + fault.message());
  }
  files::write_atomically(folder / "images.csv",
                          [&](std::ostream& stream) { write_images(stream, evaluation); });
  remove_old(folder, {"reliability", "referral"});  // this evaluation may have none
  draw_confusion(folder / "confusion", evaluation);
  draw_class_bars(folder / "class_bars", evaluation);
  if (has_reliability_curve(evaluation)) {
    draw_reliability(folder / "reliability", evaluation);
  }
  if (has_referral_curve(evaluation)) {
    draw_referral(folder / "referral", evaluation);
  }
  files::write_atomically(
      folder / "evaluation.json",
      to_json(evaluation).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  files::write_atomically(folder / "evaluation.md", to_markdown(evaluation));
}

}  // namespace msmv::report
