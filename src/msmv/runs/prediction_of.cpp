#include "msmv/runs/prediction_of.h"

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "msmv/classify/slide_note.h"

namespace msmv::runs {
namespace {

// Collects what a reader of the row should know before he trusts it.
std::string note_on(const Classified& classified) {
  const PreparedField& prepared = classified.prepared;
  std::vector<std::string> notes;
  if (!classified.note.empty()) {
    notes.push_back(classified.note);
  }
  if (prepared.field.mirrored()) {
    notes.emplace_back("smaller than the largest window: mirrored out");
  }
  const Field& field = prepared.field;  // whose pixels are gone by now
  const PixelExtent extent{
      std::llround(static_cast<double>(field.original_width) / field.original_px_per_px.x),
      std::llround(static_cast<double>(field.original_height) / field.original_px_per_px.y)};
  for (const std::string& note :
       {slide_note(classified.path, extent), coverage_note(prepared.regions, extent)}) {
    if (!note.empty()) {
      notes.push_back(note);
    }
  }
  if (prepared.recolouring.fault != stain::Fault::none) {
    notes.push_back("colours left as they are: " + std::string(text(prepared.recolouring.fault)));
  }
  if (prepared.measures.pen > 0) {
    char text[80];
    std::snprintf(text, sizeof text, "pen painted over: %.1f %% of the field",
                  100 * prepared.measures.pen);
    notes.emplace_back(text);
  }
  if (prepared.nuclei.empty()) {
    notes.emplace_back("no nuclei found");
  }
  const std::size_t asked = classified.diagnosis.views.size();
  if (const std::size_t all = prepared.regions.size(); asked < all) {
    notes.push_back("early vote: " + std::to_string(asked) + " of " + std::to_string(all) +
                    " voters asked, the scores are theirs");
  }
  std::string text;
  for (const std::string& note : notes) {
    text += (text.empty() ? "" : "; ") + note;
  }
  return text;
}

}  // namespace

report::Prediction prediction_of(const Classified& classified, const std::string& name,
                                 const Model& model) {
  report::Prediction prediction{.file = name, .fault = classified.fault};
  if (const std::string note = slide_note(classified.path, {});
      !classified.fault.empty() && !note.empty()) {
    prediction.fault += "; " + note;
  }
  prediction.diagnosis = classified.diagnosis;
  prediction.content_hash = classified.content_hash;
  prediction.model = model.id;
  prediction.precision = model.network->facts().precision;
  prediction.device = model.network->facts().device;
  if (classified.fault.empty()) {
    prediction.um_per_px = classified.um_per_px;
    prediction.um_per_px_source = classified.um_per_px_source;
    prediction.unfit = classified.prepared.unfit;
    prediction.measures = classified.prepared.measures;
    prediction.note = note_on(classified);
  }
  return prediction;
}

}  // namespace msmv::runs
