#include "msmv/experiments/results.h"

#include <map>
#include <set>

#include "msmv/files/content_hash.h"
#include "msmv/values/decimal.h"
#include "msmv/vote/vote.h"

namespace msmv::experiments {
namespace {

report::PredictionTable predictions_of(const RowOutcome& outcome, const ClassNames& classes) {
  report::PredictionTable table{
      .path = outcome.experiment.row.name, .classes = classes, .predictions = {}};
  for (const Unit& unit : outcome.units) {
    for (const JudgedImage& image : unit.images) {
      std::vector<ViewScores> voters;
      for (const ClassScores& scores : image.voters) {
        voters.push_back({{}, scores});
      }
      report::Prediction prediction{.file = image.file, .fault = "", .diagnosis = {}};
      prediction.model = outcome.experiment.row.name + "/" + unit.fold;
      prediction.diagnosis = vote::decide(std::move(voters), outcome.experiment.judged.vote);
      table.predictions.push_back(std::move(prediction));
    }
  }
  return table;
}

// The images that the row's folds judged.
dataset::Selection selection_of(const RowOutcome& outcome, const dataset::Dataset& dataset,
                                const std::string& sentence) {
  std::set<std::string> judged;
  for (const Unit& unit : outcome.units) {
    for (const JudgedImage& image : unit.images) {
      judged.insert(image.file);
    }
  }
  dataset::Selection selection{.dataset = dataset, .name = "folds", .sentence = sentence};
  std::erase_if(selection.dataset.samples,
                [&](const dataset::Sample& sample) { return !judged.contains(sample.name); });
  return selection;
}

std::string status_of(const RowOutcome& outcome, std::size_t folds) {
  if (!outcome.experiment.skipped.empty()) {
    return outcome.experiment.skipped;
  }
  const std::string done =
      std::to_string(outcome.units.size()) + " of " + counted(folds, "fold") + " done";
  if (!outcome.fault.empty()) {
    return "failed in " + outcome.fault + "; " + done;
  }
  return outcome.units.size() < folds ? done : "";
}

std::string settings_of(const Experiment& experiment) {
  Json all = {{"model", to_json(experiment.model)},
              {"judged", to_json(experiment.judged)},
              {"training", to_json(experiment.training)}};
  if (experiment.trees) {
    all["trees"] = to_json(*experiment.trees);
  }
  for (const Experiment& member : experiment.members) {
    all["members"].push_back(settings_of(member));
  }
  return files::content_hash(all.dump());
}

// Which of the images that both judged each got right.
std::optional<metrics::Comparison> compared(const report::Evaluation& first,
                                            const report::Evaluation& second) {
  std::map<std::string, bool> by_name;
  for (const report::Case& one : second.cases) {
    by_name[one.file] = one.is_right();
  }
  std::vector<bool> ours, theirs;
  for (const report::Case& one : first.cases) {
    if (const auto found = by_name.find(one.file); found != by_name.end()) {
      ours.push_back(one.is_right());
      theirs.push_back(found->second);
    }
  }
  if (ours.size() != first.cases.size() || ours.size() != second.cases.size()) {
    return std::nullopt;  // not the same images
  }
  return metrics::mcnemar(ours, theirs);
}

RowResult result_of(const RowOutcome& outcome, const dataset::Dataset& dataset,
                    const ResultsOf& of) {
  RowResult result{.row = outcome.experiment.row,
                   .cost = outcome.cost,
                   .status = status_of(outcome, of.folds),
                   .folds = outcome.units.size(),
                   .has_patches = outcome.experiment.judge() == Judge::fdnet,
                   .settings = settings_of(outcome.experiment),
                   .predictions = predictions_of(outcome, dataset.classes),
                   .evaluation = {},
                   .against = {}};
  if (!outcome.units.empty()) {
    result.evaluation =
        report::evaluate(selection_of(outcome, dataset, of.split), result.predictions, {});
  }
  return result;
}

}  // namespace

std::int64_t RowResult::patches_right() const {
  return has_patches && evaluation && evaluation->voters ? evaluation->voters->right() : 0;
}

std::int64_t RowResult::patches() const {
  return has_patches && evaluation && evaluation->voters ? evaluation->voters->total() : 0;
}

Results results_of(const std::vector<RowOutcome>& outcomes, const dataset::Dataset& dataset,
                   const ResultsOf& of) {
  Results results{.rows = {},
                  .against = of.against,
                  .budget = std::string(enum_name(of.budget)),
                  .split = of.split,
                  .data = dataset.source.string(),
                  .data_fingerprint = fingerprint(dataset),
                  .builds = "",
                  .folds = of.folds,
                  .seed = of.seed};
  std::set<std::string> builds;
  for (const RowOutcome& outcome : outcomes) {
    results.rows.push_back(result_of(outcome, dataset, of));
    for (const Unit& unit : outcome.units) {
      builds.insert(unit.build);
    }
  }
  for (const std::string& build : builds) {
    results.builds += (results.builds.empty() ? "" : ", ") + build;
  }
  const RowResult* reference = nullptr;
  for (const RowResult& result : results.rows) {
    reference = result.row.name == of.against ? &result : reference;
  }
  for (RowResult& result : results.rows) {
    if (reference != nullptr && &result != reference && result.evaluation &&
        reference->evaluation) {
      result.against = compared(*result.evaluation, *reference->evaluation);
    }
  }
  return results;
}

}  // namespace msmv::experiments
