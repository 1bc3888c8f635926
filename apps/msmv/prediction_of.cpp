#include "prediction_of.h"

namespace msmv::app {

report::Prediction prediction_of(const Classified& classified, const std::string& name,
                                 const Model& model) {
  report::Prediction prediction{.file = name, .fault = classified.fault};
  prediction.diagnosis = classified.diagnosis;
  prediction.content_hash = classified.content_hash;
  prediction.model = model.id;
  prediction.precision = model.precision;
  prediction.device = model.device;
  if (classified.fault.empty()) {
    prediction.um_per_px = classified.um_per_px;
    prediction.um_per_px_source = classified.um_per_px_source;
    if (classified.prepared.field.mirrored()) {
      prediction.note = "smaller than the largest window: mirrored out";
    }
    const std::size_t asked = classified.diagnosis.views.size();
    if (const std::size_t all = classified.prepared.regions.size(); asked < all) {
      prediction.note += (prediction.note.empty() ? "" : "; ") + std::string("early vote: ") +
                         std::to_string(asked) + " of " + std::to_string(all) +
                         " voters asked, the scores are theirs";
    }
  }
  return prediction;
}

}  // namespace msmv::app
