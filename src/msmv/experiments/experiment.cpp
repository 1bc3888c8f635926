#include "msmv/experiments/experiment.h"

#include <algorithm>
#include <stdexcept>
#include <type_traits>

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
    if constexpr (std::is_same_v<Config, msmv::Config>) {
      check(config);
    }
  } catch (const InputError& fault) {
    throw InputError(row.path, fault.fault());
  }
}

// The form and input of the encoder at hand, where its file states them.
void take_stated(const Choices& choices, pfenet::Config& config) {
  if (const auto found = choices.stated.find(config.backbone); found != choices.stated.end()) {
    config.form = found->second.form;
    config.mean = found->second.mean;
    config.deviation = found->second.deviation;
  }
}

std::string reason_to_skip(const Experiment& experiment, const Choices& choices) {
  const auto backbone = experiment.model.pfenet.backbone;
  const std::string name(enum_name(backbone));
  const bool is_whole_trained = experiment.training.first_trained_stage == 0;
  if (choices.weights.contains(backbone) ||
      choices.weights.contains(pfenet::weights_of(backbone))) {
    return "";
  }
  if (!pfenet::comes_trained(backbone)) {
    return is_whole_trained
               ? ""
               : name + " begins from nothing, which needs a budget that trains every stage";
  }
  std::string lacking = "no pre-trained weights for " + name + " (--weights)";
  if (!choices.is_from_scratch) {
    return lacking;
  }
  return is_whole_trained ? "" : lacking + "; from scratch needs a budget that trains every stage";
}

int windows_of(const krem::Config& krem, int regions_per_view) {
  return krem.views * regions_per_view;
}

// Checks settings of the trees that only together are wrong.
void check_trees(const Experiment& experiment) {
  const int colourings = experiment.trees->recolouring.colourings;
  for (const int windows :
       {windows_of(experiment.model.krem, experiment.training.regions_per_view),
        windows_of(experiment.judged.krem, experiment.judged.krem.regions_per_view)}) {
    if (windows % colourings != 0) {
      throw InputError(experiment.row.path,
                       "trees.recolouring.colourings: " + std::to_string(colourings) +
                           " can't share out " + std::to_string(windows) + " windows of an image");
    }
  }
  if (!experiment.is_frozen()) {
    throw InputError(experiment.row.path,
                     "trees: classify frozen encodings, the recipe trains encoders");
  }
}

std::string reason_of_members(const std::vector<Experiment>& members) {
  const auto found =
      std::ranges::find_if(members, [](const Experiment& one) { return !one.skipped.empty(); });
  return found == members.end() ? "" : "member " + found->row.name + ": " + found->skipped;
}

}  // namespace

Experiment resolve(const Row& row, const Choices& choices) {
  Experiment out{.row = row};
  training::Settings settings;
  settings.model.classes = choices.classes;
  apply(row.model, settings.model, row, "model");
  take_stated(choices, settings.model.pfenet);
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
  take_stated(choices, out.judged.pfenet);
  if (layout(out.judged) != layout(out.model)) {
    throw InputError(row.path, "judging: asks for another network than `model` trains");
  }
  if (!row.trees.empty()) {
    out.trees.emplace();
    apply(row.trees, *out.trees, row, "trees");
  }
  if (recipe == nullptr) {
    out.skipped = "has no recipe for the budget " + budget;
    return out;
  }
  if (out.trees) {
    check_trees(out);
  }
  out.skipped = reason_to_skip(out, choices);
  return out;
}

std::vector<Experiment> resolve(const std::vector<Row>& rows, const Choices& choices) {
  std::vector<Experiment> all;
  for (const Row& row : rows) {
    all.push_back(row.members.empty() ? resolve(row, choices) : Experiment{.row = row});
  }
  const auto named = [&](const std::string& name) {
    const auto found =
        std::ranges::find(all, name, [](const Experiment& one) { return one.row.name; });
    if (found == all.end()) {
      throw std::invalid_argument("experiments: no member " + name);
    }
    return *found;
  };
  for (Experiment& averaged : all) {
    for (const std::string& name : averaged.row.members) {
      averaged.members.push_back(named(name));
    }
    if (!averaged.members.empty()) {
      averaged.skipped = reason_of_members(averaged.members);
    }
  }
  return all;
}

}  // namespace msmv::experiments
