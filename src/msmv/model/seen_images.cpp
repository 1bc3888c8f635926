#include "msmv/model/seen_images.h"

namespace msmv::model {
namespace {

constexpr const char* kImages = "images";

void take_names(std::set<std::string>& names, const Json& images, const char* key) {
  const auto found = images.find(key);
  if (found == images.end() || !found->is_array()) {
    return;
  }
  for (const Json& name : *found) {
    if (name.is_string()) {
      names.insert(name.get<std::string>());
    }
  }
}

// Encoders whose training left them as they were have learnt nothing from its images: those were
// its FDNet's, which was not taken along.
bool are_untrained(const Json& provenance) {
  constexpr int kNoStage = 5;
  const Json training = provenance.value("training", Json());
  const Json config = training.is_object() ? training.value("config", training) : Json();
  return config.is_object() && config.value("first_trained_stage", 0) == kNoStage;
}

void take(SeenImages& seen, const Json& provenance);

void take_encoders(SeenImages& seen, const Json& provenance) {
  const auto encoders = provenance.find("encoders_of");
  if (encoders == provenance.end() || !encoders->is_object()) {
    return;
  }
  const Json of = encoders->value("provenance", Json::object());
  if (!of.is_object()) {
    return;
  }
  are_untrained(of) ? take_encoders(seen, of) : take(seen, of);
}

void take(SeenImages& seen, const Json& provenance) {
  if (!provenance.is_object()) {
    return;
  }
  const Json images = provenance.value(kImages, Json::object());
  if (images.is_object()) {
    take_names(seen.learnt_from, images, "learnt_from");
    take_names(seen.chosen_on, images, "chosen_on");
    seen.is_complete = seen.is_complete && !images.contains("others");
  }
  if (provenance.contains("training") && !provenance.contains(kImages)) {
    seen.is_complete = false;
  }
  take_encoders(seen, provenance);
}

}  // namespace

std::string name_of_image(const std::string& content_hash) {
  return content_hash.substr(0, content_hash.size() / 2);
}

void note_images(Json& provenance, const std::vector<std::string>& learnt_from,
                 const std::vector<std::string>& chosen_on) {
  const Json own = {{kImages, provenance.value(kImages, Json::object())}};
  SeenImages seen = seen_images(own);
  const bool has_others = provenance.contains("training") && !provenance.contains(kImages);
  for (const std::string& hash : learnt_from) {
    seen.learnt_from.insert(name_of_image(hash));
  }
  for (const std::string& hash : chosen_on) {
    seen.chosen_on.insert(name_of_image(hash));
  }
  provenance[kImages] = {{"learnt_from", seen.learnt_from}, {"chosen_on", seen.chosen_on}};
  if (has_others || !seen.is_complete) {
    provenance[kImages]["others"] = "not named";
  }
}

SeenImages seen_images(const Json& provenance) {
  SeenImages seen;
  take(seen, provenance);
  return seen;
}

}  // namespace msmv::model
