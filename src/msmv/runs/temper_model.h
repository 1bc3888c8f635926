#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "msmv/report/evaluation.h"
#include "msmv/runs/labelled_data.h"
#include "msmv/runs/watch.h"

namespace msmv::runs {

// A model that is to get a temperature for its scores: a given one, or the one that fits
// predictions for labelled images. These should be of images that were not trained on, by the folds
// of the same recipe (predictions/ROW.csv of `reproduce`).
struct TemperModel {
  std::filesystem::path model, output;
  std::optional<double> temperature;  // none: fitted
  LabelledData data;
  std::string split = "all";  // see dataset::select
  std::filesystem::path predictions;
};

struct TemperedModel {
  double temperature = 1;
  std::string id;                                  // of the new file
  std::optional<report::Calibration> calibration;  // of the predictions, where it was fitted
};

// Writes the model with the temperature in vote.temperature, its weights as they are stored, its
// old id and how the temperature was found in its provenance. Predictions of the very model are at
// its present temperature, which is taken into account; others count as scores at temperature 1.
// Throws InputError as model::read and evaluate_predictions do, and for predictions without scores.
TemperedModel temper(const TemperModel& options, const Watch& watch);

}  // namespace msmv::runs
