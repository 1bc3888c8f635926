#include "seen.h"

#include <algorithm>

#include "msmv/model/model_file.h"

namespace msmv::app {

report::Seen seen_of(const CheckedData& data, const dataset::Selection& selection,
                     const model::SeenImages& by_model) {
  report::Seen seen{.is_complete = by_model.is_complete, .has_marks = by_model.has_marks};
  for (const dataset::Sample& sample : selection.dataset.samples) {
    const model::ImageFacts facts = image_facts(data, sample);
    const auto learnt = model::seen_as(by_model.learnt_from, by_model.marks_learnt_from, facts);
    const auto chosen = model::seen_as(by_model.chosen_on, by_model.marks_chosen_on, facts);
    const auto surest = std::min(learnt, chosen);
    seen.learnt_from += learnt != model::SeenAs::not_at_all ? 1 : 0;
    seen.chosen_on += chosen != model::SeenAs::not_at_all ? 1 : 0;
    seen.by_pixels += surest == model::SeenAs::same_pixels ? 1 : 0;
    seen.near_copies += surest == model::SeenAs::near_copy ? 1 : 0;
  }
  return seen;
}

void add_seen_by_option(CLI::App& command, std::vector<std::filesystem::path>& models) {
  command
      .add_option(
          "--seen-by", models,
          "model of the predictions: counts the images that it was trained on (reads the pictures)")
      ->allow_extra_args(false);
}

report::Seen seen_by(const std::filesystem::path& model, const CheckedData& data,
                     const dataset::Selection& selection) {
  return seen_of(data, selection, model::seen_images(model::read(model).provenance));
}

}  // namespace msmv::app
