#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "msmv/fitness/measures.h"
#include "msmv/values/class_scores.h"
#include "msmv/values/diagnosis.h"
#include "msmv/values/geometry.h"

namespace msmv::report {

// The result of one picture: a diagnosis, or why it has none.
struct Prediction {
  std::string file;     // as its manifest or list names it
  std::string fault;    // why it could not be classified; or empty
  std::string unfit;    // why its tissue can't carry a diagnosis; or empty
  Diagnosis diagnosis;  // read back from CSV it has no views
  std::optional<PixelSize> um_per_px{};
  PixelSizeSource um_per_px_source = PixelSizeSource::assumed;
  std::string note;          // what a reader of the result should know: mirrored out, ...
  std::string content_hash;  // of the picture's file
  std::string model;         // id of the model
  std::string precision;     // that its encoders computed with
  std::string device;        // that its network ran on
  std::optional<fitness::Measures> measures{};  // of its tissue; read back from CSV it has none

  bool has_class() const { return fault.empty() && unfit.empty(); }
};

// The value of `status`, and of `message`: why there is no class, or the note.
inline const char* status_of(const Prediction& prediction) {
  return !prediction.fault.empty() ? "error" : prediction.unfit.empty() ? "ok" : "unfit";
}
inline const std::string& message_of(const Prediction& prediction) {
  return !prediction.fault.empty()  ? prediction.fault
         : prediction.unfit.empty() ? prediction.note
                                    : prediction.unfit;
}

// A file of predictions.
struct PredictionTable {
  std::filesystem::path path;
  ClassNames classes;
  std::vector<Prediction> predictions;
};

}  // namespace msmv::report
