#pragma once

#include <filesystem>
#include <string>

#include "msmv/classify/model.h"
#include "msmv/report/evaluation.h"
#include "msmv/report/prediction.h"
#include "msmv/runs/labelled_data.h"
#include "msmv/runs/watch.h"

namespace msmv::runs {

struct EvaluateModel {
  LabelledData data;
  std::string split = "all";                   // see dataset::select
  std::filesystem::path model_path;            // of a model: named in the report
  std::filesystem::path predictions, seen_by;  // without a model: a table, and the model it is of
  std::filesystem::path output;  // folder of evaluation.md and what it names; empty: none
  image::ReadOptions reading;
  bool accept_unfit = false;
  report::EvaluationConfig config;
};

// Classifies the labelled images of a split as `classify` would, after all were looked into, and
// writes what comes of it. Throws InputError as read_data and report::evaluate do, Interrupted
// when stopped: then nothing is written.
report::Evaluation evaluate(const Model& model, const EvaluateModel& options, const Watch& watch);

// The same of predictions that were made elsewhere.
report::Evaluation evaluate_predictions(const EvaluateModel& options, const Watch& watch);

}  // namespace msmv::runs
