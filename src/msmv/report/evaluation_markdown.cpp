#include "msmv/report/evaluation_markdown.h"

#include <array>

#include "msmv/report/figures.h"
#include "msmv/report/wording.h"
#include "msmv/values/decimal.h"

namespace msmv::report {
namespace {

constexpr std::array kReferredShares = {0.0, 0.1, 0.2, 0.3, 0.4, 0.5};

template <class Number>
std::string text(Number number) {
  return std::to_string(number);
}

std::string row(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) {
    line += " ";
    for (const char c : cell) {
      line += c == '|' ? "\\|" : std::string(1, c);
    }
    line += " |";
  }
  return line + "\n";
}

std::string table(const std::vector<std::string>& header) {
  return row(header) + row(std::vector<std::string>(header.size(), "---"));
}

std::string share_of(std::size_t part, std::size_t whole) {
  return text(part) + " of " + text(whole) + " (" +
         percent(static_cast<double>(part) / static_cast<double>(whole)) + ")";
}

std::string headline(const Evaluation& evaluation) {
  const metrics::Averages& means = evaluation.averages;
  std::string out =
      "**" + accuracy_text(evaluation.images.right(), evaluation.images.total()) + "**" +
      unanswered_text(evaluation.images.unanswered(), unfit_among(evaluation.cases)) + ".\n\n";
  out += "- Images: " + evaluation.split_sentence + ".\n";
  if (const std::string seen = seen_text(evaluation); !seen.empty()) {
    out += "- Seen before: " + seen + ".\n";
  }
  out += "- Balanced accuracy " + percent(means.balanced_accuracy) + " (bootstrap 95 % interval " +
         interval_text(evaluation.balanced_interval) + "; " +
         text(evaluation.config.bootstrap_draws) + " draws, seed " + text(evaluation.config.seed) +
         "); macro precision " + percent(means.precision) + ", F1 " + percent(means.f1) + ".\n";
  if (evaluation.by_patient) {
    const auto& [intervals, known, images_without] = *evaluation.by_patient;
    out += "- By patient (whole patients drawn again, " + text(known) + " known" +
           (images_without > 0 ? ", " + text(images_without) +
                                     " images of unknown ones, each taken as a patient of its own"
                               : "") +
           "): 95 % interval " + interval_text(intervals.accuracy) + ", balanced " +
           interval_text(intervals.balanced_accuracy) + ".\n";
  }
  if (evaluation.voters) {
    out += "- Patch level (each voter by itself): " +
           share_of(static_cast<std::size_t>(evaluation.voters->right()),
                    static_cast<std::size_t>(evaluation.voters->total())) +
           "; no interval, since the voters of one image are not independent.\n";
  }
  out +=
      "- Intervals are Wilson's unless said otherwise and take images as independent; several "
      "images of one patient are not, which makes true intervals wider.\n";
  out += "- Data `" + evaluation.data + "`, predictions `" + evaluation.predictions + "`" +
         (evaluation.model.empty() ? "" : ", model `" + evaluation.model + "`") + ".\n\n";
  return out;
}

std::string class_table(const Evaluation& evaluation) {
  std::vector<std::string> header = {"class", "images",    "TP",     "TN", "FP",
                                     "FN",    "precision", "recall", "F1"};
  if (!evaluation.auroc.empty()) {
    header.emplace_back("AUROC");
  }
  std::string out = "## Classes\n\n" + table(header);
  for (std::size_t i = 0; i < evaluation.classes.size(); ++i) {
    const metrics::ClassFigures figures = metrics::figures_of(evaluation.images, i);
    std::vector<std::string> cells = {
        evaluation.classes[i],      text(evaluation.images.of_class(i)),
        text(figures.tp),           text(figures.tn),
        text(figures.fp),           text(figures.fn),
        percent(figures.precision), percent(figures.recall),
        percent(figures.f1)};
    if (!evaluation.auroc.empty()) {
      cells.push_back(evaluation.auroc[i] ? fixed(*evaluation.auroc[i], 3) : "-");
    }
    out += row(cells);
  }
  return out + "\n![precision, recall and F1](class_bars.png)\n\n";
}

std::string confusion_table(const Evaluation& evaluation) {
  std::vector<std::string> header = {"true \\ named"};
  header.insert(header.end(), evaluation.classes.begin(), evaluation.classes.end());
  const bool has_failed = evaluation.images.unanswered() > 0;
  if (has_failed) {
    header.emplace_back("no class");
  }
  std::string out = "## Confusion\n\n" + table(header);
  for (std::size_t truth = 0; truth < evaluation.classes.size(); ++truth) {
    std::vector<std::string> cells = {evaluation.classes[truth]};
    for (std::size_t answer = 0; answer + 1 < header.size(); ++answer) {
      cells.push_back(text(evaluation.images.at(truth, answer)));
    }
    out += row(cells);
  }
  return out + "\n![confusion matrix](confusion.png)\n\n";
}

std::string calibration_part(const Evaluation& evaluation) {
  const Calibration& measured = *evaluation.calibration;
  std::string out = "## Calibration\n\nConfidence is the score of the class named; " +
                    text(measured.cases) + " images, " + text(measured.as_given.bins.size()) +
                    " bins of equal width. ";
  out += measured.is_fitted_here
             ? "The temperature fitted on all of them is " + fixed(measured.temperature, 3) +
                   "; what it gains is measured crosswise, each " +
                   (measured.is_by_model ? "model's images" : "fifth") +
                   " at the temperature of the others.\n\n"
             : "The temperature, " + fixed(measured.temperature, 3) + ", was given.\n\n";
  out += table({"scores", "expected calibration error", "negative log-likelihood"});
  for (const auto& [name, reliability] :
       {std::pair("as given", &measured.as_given), std::pair("tempered", &measured.tempered)}) {
    out +=
        row({name, fixed(reliability->error, 3), fixed(reliability->negative_log_likelihood, 3)});
  }
  return out + (has_reliability_curve(evaluation)
                    ? "\n![reliability diagram](reliability.png)\n\n"
                    : "\nToo few images for a reliability diagram.\n\n");
}

// The first point at which at least that share is referred.
const metrics::ReferralPoint* point_at(const std::vector<metrics::ReferralPoint>& curve,
                                       double share) {
  for (const metrics::ReferralPoint& point : curve) {
    const auto all = static_cast<double>(point.referred + point.kept);
    if (static_cast<double>(point.referred) >= share * all) {
      return &point;
    }
  }
  return nullptr;
}

std::string referral_part(const Evaluation& evaluation) {
  std::string out = "## When the least sure go to a human\n\n" +
                    table({"referred", "kept and right", "95 % interval", "least confidence kept"});
  for (const double share : kReferredShares) {
    if (const auto* point = point_at(evaluation.referral, share)) {
      out += row({share_of(point->referred, point->referred + point->kept),
                  share_of(point->kept_right, point->kept),
                  interval_text(metrics::wilson(static_cast<std::int64_t>(point->kept_right),
                                                static_cast<std::int64_t>(point->kept))),
                  fixed(point->least_confidence, 3)});
    }
  }
  const auto* enough = metrics::fewest_referred(evaluation.referral, kShareRightWanted);
  out += "\nFor " + percent(kShareRightWanted) + " of the rest to be right, " +
         (enough == nullptr
              ? "no share referred is enough"
              : share_of(enough->referred, enough->referred + enough->kept) + " must be referred") +
         " on these images.\n";
  return out + (has_referral_curve(evaluation)
                    ? "\n![accuracy against referral](referral.png)\n\n"
                    : "\nToo few images to draw accuracy against referral.\n\n");
}

std::string agreement_part(const Evaluation& evaluation) {
  std::string out =
      "## Where views disagree\n\n" + table({"voters for the class named", "images", "right"});
  for (const Agreement& group : evaluation.agreement) {
    out += row({text(group.votes) + " of " + text(group.voters), text(group.cases),
                share_of(group.right, group.cases)});
  }
  return out + "\n";
}

std::string wrong_images(const Evaluation& evaluation) {
  std::string rows;
  for (const Case& one : evaluation.cases) {
    if (one.is_right()) {
      continue;
    }
    const bool has_score = one.answer && !one.scores.empty();
    rows += row({one.file, evaluation.classes[one.truth],
                 one.answer ? evaluation.classes[*one.answer]
                            : (one.is_unfit ? "unfit: " : "failed: ") + one.fault,
                 has_score ? fixed(one.scores[*one.answer], 3) : "-",
                 one.answer && !one.votes.empty() ? text(one.votes[*one.answer]) : "-"});
  }
  return rows.empty() ? ""
                      : "## Images that were named wrong\n\n" +
                            table({"file", "true", "named", "confidence", "votes"}) + rows;
}

}  // namespace

std::string to_markdown(const Evaluation& evaluation) {
  std::string page = "# Evaluation\n\n" + headline(evaluation) + class_table(evaluation) +
                     confusion_table(evaluation);
  if (evaluation.calibration) {
    page += calibration_part(evaluation);
  }
  if (!evaluation.referral.empty()) {
    page += referral_part(evaluation);
  }
  if (!evaluation.agreement.empty()) {
    page += agreement_part(evaluation);
  }
  return page + wrong_images(evaluation);
}

std::string to_text(const PairedComparison& comparison) {
  const metrics::Comparison& result = comparison.result;
  const auto cases = static_cast<std::int64_t>(comparison.cases);
  return "images: " + comparison.split_sentence + "\nA " + comparison.first + ": " +
         accuracy_text(result.both_right + result.only_first_right, cases) + "\nB " +
         comparison.second + ": " +
         accuracy_text(result.both_right + result.only_second_right, cases) + "\nboth right " +
         text(result.both_right) + ", only A " + text(result.only_first_right) + ", only B " +
         text(result.only_second_right) + ", both wrong " + text(result.both_wrong) +
         "\nMcNemar's exact test: p = " + fixed(result.p_value, 4) + "\n";
}

}  // namespace msmv::report
