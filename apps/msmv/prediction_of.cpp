#include "prediction_of.h"

namespace msmv::app {

report::Prediction prediction_of(const Classified& classified, const std::string& name,
                                 const std::string& model_id) {
  report::Prediction prediction{.file = name, .fault = classified.fault};
  prediction.diagnosis = classified.diagnosis;
  prediction.content_hash = classified.content_hash;
  prediction.model = model_id;
  if (classified.fault.empty()) {
    prediction.um_per_px = classified.um_per_px;
    prediction.um_per_px_source = classified.um_per_px_source;
    if (classified.prepared.field.mirrored()) {
      prediction.note = "smaller than the largest window: mirrored out";
    }
  }
  return prediction;
}

}  // namespace msmv::app
