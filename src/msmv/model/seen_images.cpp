#include "msmv/model/seen_images.h"

#include <algorithm>

namespace msmv::model {
namespace {

constexpr const char* kImages = "images";
constexpr const char* kMarks = "pictures";

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

void take_marks(std::vector<PictureMark>& marks, const Json& images, const char* key) {
  const Json pictures = images.value(kMarks, Json::object());
  const auto found = pictures.is_object() ? pictures.find(key) : pictures.end();
  if (!pictures.is_object() || found == pictures.end() || !found->is_array()) {
    return;
  }
  for (const Json& text : *found) {
    if (const auto mark = text.is_string() ? picture_mark(text.get<std::string>()) : std::nullopt) {
      marks.push_back(*mark);
    }
  }
}

// Each once, in the order of their texts: the same images give the same provenance.
Json texts_of(const std::vector<PictureMark>& marks) {
  std::set<std::string> texts;
  for (const PictureMark& mark : marks) {
    texts.insert(to_text(mark));
  }
  return texts;
}

void note(std::set<std::string>& names, std::vector<PictureMark>& marks,
          const std::vector<ImageFacts>& images) {
  for (const ImageFacts& image : images) {
    names.insert(name_of_image(image.content_hash));
    if (image.mark) {
      marks.push_back(*image.mark);
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
    take_marks(seen.marks_learnt_from, images, "learnt_from");
    take_marks(seen.marks_chosen_on, images, "chosen_on");
    const bool names_files = !images.empty();
    seen.has_marks = seen.has_marks && (!names_files || images.contains(kMarks));
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

SeenAs seen_as(const std::set<std::string>& names, const std::vector<PictureMark>& marks,
               const ImageFacts& image) {
  if (names.contains(name_of_image(image.content_hash))) {
    return SeenAs::same_file;
  }
  SeenAs best = SeenAs::not_at_all;
  for (const PictureMark& mark : marks) {
    const Likeness found = image.mark ? likeness(mark, *image.mark) : Likeness::none;
    if (found == Likeness::same_pixels) {
      return SeenAs::same_pixels;
    }
    best = found == Likeness::near_copy ? SeenAs::near_copy : best;
  }
  return best;
}

void note_images(Json& provenance, const std::vector<ImageFacts>& learnt_from,
                 const std::vector<ImageFacts>& chosen_on) {
  const Json own = {{kImages, provenance.value(kImages, Json::object())}};
  SeenImages seen = seen_images(own);
  const bool has_others = provenance.contains("training") && !provenance.contains(kImages);
  note(seen.learnt_from, seen.marks_learnt_from, learnt_from);
  note(seen.chosen_on, seen.marks_chosen_on, chosen_on);
  provenance[kImages] = {{"learnt_from", seen.learnt_from}, {"chosen_on", seen.chosen_on}};
  // A model that named its images by their files alone goes on doing so.
  const auto has_mark = [](const ImageFacts& image) { return image.mark.has_value(); };
  if (seen.has_marks && std::ranges::all_of(learnt_from, has_mark) &&
      std::ranges::all_of(chosen_on, has_mark)) {
    provenance[kImages][kMarks] = {{"learnt_from", texts_of(seen.marks_learnt_from)},
                                   {"chosen_on", texts_of(seen.marks_chosen_on)}};
  }
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
