#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "msmv/values/class_scores.h"
#include "msmv/values/diagnosis.h"
#include "msmv/values/geometry.h"

namespace msmv::report {

// What became of one picture: a diagnosis, or the fault that kept it from getting one.
struct Prediction {
  std::string file;     // as its manifest or list names it
  std::string fault;    // empty: it was classified
  Diagnosis diagnosis;  // read back from CSV it has no views
  std::optional<PixelSize> um_per_px{};
  PixelSizeSource um_per_px_source = PixelSizeSource::assumed;
  std::string note;          // what a reader of the result should know: mirrored out, ...
  std::string content_hash;  // of the picture's file
  std::string model;         // id of the model
  std::string precision;     // that its encoders computed with
  std::string device;        // that its network ran on
};

// A file of predictions.
struct PredictionTable {
  std::filesystem::path path;
  ClassNames classes;
  std::vector<Prediction> predictions;
};

}  // namespace msmv::report
