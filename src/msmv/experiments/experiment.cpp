#include "msmv/experiments/experiment.h"

#include "msmv/training/presets.h"
#include "msmv/training/settings.h"
#include "msmv/values/errors.h"

namespace msmv::experiments {
namespace {

// The recipe of this budget, if the row has one: a preset by name and changes to it.
const Json* recipe_of(const Row& row, Budget budget) {
  const auto found = row.training.find(std::string(enum_name(budget)));
  return found == row.training.end() || found->is_null() ? nullptr : &*found;
}

training::Config training_of(const Row& row, Json recipe, const std::string& where) {
  std::string preset = "paper";
  if (const auto found = recipe.find("preset"); found != recipe.end()) {
    if (!found->is_string()) {
      throw InputError(row.path, where + ".preset: expected a name");
    }
    preset = found->get<std::string>();
    recipe.erase("preset");
  }
  try {
    training::Config config = training::preset(preset);
    from_json(recipe, config, where);
    return config;
  } catch (const InputError& fault) {
    throw InputError(row.path, fault.fault());
  }
}

template <class Config>
void apply(const Json& json, Config& config, const Row& row, const std::string& where) {
  try {
    from_json(json, config, where);
    check(config);
  } catch (const InputError& fault) {
    throw InputError(row.path, fault.fault());
  }
}

std::string reason_to_skip(const Experiment& experiment, const Choices& choices) {
  const auto backbone = experiment.model.pfenet.backbone;
  if (choices.weights.contains(backbone)) {
    return "";
  }
  const std::string lacking =
      "no pre-trained weights for " + std::string(enum_name(backbone)) + " (--weights)";
  if (!choices.is_from_scratch) {
    return lacking;
  }
  return experiment.training.first_trained_stage == 0
             ? ""
             : lacking + "; from scratch needs a budget that trains every stage";
}

}  // namespace

Experiment resolve(const Row& row, const Choices& choices) {
  Experiment out{.row = row, .model = {}, .judged = {}, .training = {}, .skipped = ""};
  training::Settings settings;
  settings.model.classes = choices.classes;
  apply(row.model, settings.model, row, "model");
  const Json* recipe = recipe_of(row, choices.budget);
  const std::string budget(enum_name(choices.budget));
  if (recipe != nullptr) {
    settings.training = training_of(row, *recipe, "training." + budget);
  }
  for (const std::string& assignment : choices.assignments) {
    if (assignment.starts_with("split.")) {
      throw InputError("--set " + assignment + ": folds are set by --split, --folds and --seed");
    }
    training::set(settings, assignment);
  }
  check(settings.model);
  settings.training.seed = choices.seed;
  out.model = settings.model;
  out.training = settings.training;
  out.judged = settings.model;
  apply(row.judging, out.judged, row, "judging");
  if (layout(out.judged) != layout(out.model)) {
    throw InputError(row.path, "judging: asks for another network than `model` trains");
  }
  out.skipped =
      recipe == nullptr ? "has no recipe for the budget " + budget : reason_to_skip(out, choices);
  return out;
}

}  // namespace msmv::experiments
