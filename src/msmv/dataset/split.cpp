#include "msmv/dataset/split.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "msmv/dataset/fixed_splits.h"
#include "msmv/dataset/groups.h"
#include "msmv/dataset/look_groups.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"
#include "msmv/values/nearest_name.h"

namespace msmv::dataset {
namespace {

const std::vector<std::string> kPartOrder = {"train", "val", "test"};

std::string text(std::size_t number) {
  return std::to_string(number);
}

// Parts in the order train, val, test, others by name.
template <class PartOf>
std::vector<Part> parts_by(const Dataset& dataset, PartOf&& part_of) {
  std::map<std::string, Part> named;
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
    if (const std::string name = part_of(dataset.samples[i]); !name.empty()) {
      named[name].name = name;
      named[name].samples.push_back(i);
    }
  }
  std::vector<Part> parts;
  for (const std::string& name : kPartOrder) {
    if (auto found = named.extract(name)) {
      parts.push_back(std::move(found.mapped()));
    }
  }
  for (auto& [name, part] : named) {
    parts.push_back(std::move(part));
  }
  return parts;
}

std::vector<Group> groups_for(const Dataset& dataset, const SplitConfig& config) {
  switch (config.method) {
    case SplitMethod::patients:
      return by_patient(dataset);
    case SplitMethod::blocks:
      return join_patients(dataset, neighbour_blocks(dataset, {config.block_length, config.folds}));
    default:
      return single_images(dataset);
  }
}

std::vector<Group> dealt_folds(const Dataset& dataset, const SplitConfig& config) {
  return config.method == SplitMethod::looks
             ? by_look(dataset, config.folds, config.seed)
             : deal(dataset, groups_for(dataset, config), config.folds, config.seed);
}

Split split_into_folds(const Dataset& dataset, const SplitConfig& config) {
  if (config.folds < 2) {
    throw InputError(dataset.source, "can't be split into " + std::to_string(config.folds) +
                                         " folds, expected at least 2");
  }
  Split result{std::string(enum_name(config.method)), config.method, {}};
  if (config.method == SplitMethod::blocks && config.block_length > 0) {
    result.name += " of " + std::to_string(config.block_length);
  }
  result.name +=
      ", " + std::to_string(config.folds) + " folds, seed " + std::to_string(config.seed);
  for (const Group& fold : dealt_folds(dataset, config)) {
    result.parts.push_back({"fold_" + text(result.parts.size() + 1), fold});
  }
  return result;
}

bool is_fixed(SplitMethod method) {
  return method == SplitMethod::eva || method == SplitMethod::thunder;
}

bool is_in_folds(SplitMethod method) {
  return !is_fixed(method) && method != SplitMethod::column;
}

const Part& find_part(const Dataset& dataset, const Split& split, std::string_view name) {
  std::vector<std::string> names;
  for (const Part& part : split.parts) {
    if (part.name == name) {
      return part;
    }
    names.push_back(part.name);
  }
  std::string listed;
  for (const std::string& other : names) {
    listed += (listed.empty() ? "" : ", ") + other;
  }
  const std::string suggestion = did_you_mean(name, names);
  throw InputError(dataset.source,
                   "has no part " + in_quotes(name) + " in split " + split.name +
                       (suggestion.empty() ? " (parts: " + listed + ")" : suggestion));
}

// The method before a selection's colon, or of all folds; else it is a part of the column.
SplitMethod method_named(std::string_view selection) {
  const auto colon = selection.find(':');
  const std::string_view method = selection.substr(0, colon);
  for (const auto& [value, known] : enum_names(SplitMethod{})) {
    if (method == known && (is_in_folds(value) || colon != std::string_view::npos)) {
      return value;
    }
  }
  if (colon != std::string_view::npos) {
    throw InputError("split " + in_quotes(selection) +
                     ": expected all, a part such as val, or METHOD:PART such as eva:val or "
                     "looks:fold_1");
  }
  return SplitMethod::column;
}

// Which patients stand in more than one part, and how many images have none named.
struct Patients {
  std::set<std::string> shared;
  std::size_t unknown = 0, images = 0;
};

Patients patients_of(const Dataset& dataset, const Split& split) {
  Patients result;
  std::map<std::string, std::size_t> part_of;
  for (std::size_t p = 0; p < split.parts.size(); ++p) {
    for (const std::size_t i : split.parts[p].samples) {
      const std::string& patient = dataset.samples[i].patient;
      ++result.images;
      if (patient.empty()) {
        ++result.unknown;
      } else if (part_of.emplace(patient, p).first->second != p) {
        result.shared.insert(patient);
      }
    }
  }
  return result;
}

// Of patients only how many: the sentence goes into reports, and who they are is nobody's business.
std::string describe_patients(const Dataset& dataset, const Split& split) {
  const Patients patients = patients_of(dataset, split);
  if (!patients.shared.empty()) {
    return "NOT by patient: images of " + counted(patients.shared.size(), "patient") +
           " are in several parts, so the figures are optimistically biased";
  }
  if (patients.unknown == 0) {
    return "by patient (none is in two parts)";
  }
  if (split.method == SplitMethod::eva) {
    return "by patient as far as BACH's authors name them";
  }
  if (split.method == SplitMethod::thunder) {
    return "test by patient as far as BACH's authors name them, val by blocks of neighbouring "
           "file numbers";
  }
  return "patients unknown for " + text(patients.unknown) + " of " + text(patients.images) +
         " images: one may be in several parts, so the figures may be optimistically biased";
}

}  // namespace

Split split(const Dataset& dataset, const SplitConfig& config) {
  if (dataset.samples.empty()) {
    throw InputError(dataset.source, "has no images to split");
  }
  if (is_in_folds(config.method)) {
    return split_into_folds(dataset, config);
  }
  Split result{std::string(enum_name(config.method)), config.method, {}};
  result.parts = parts_by(dataset, [&](const Sample& sample) {
    return config.method == SplitMethod::column ? sample.part
           : config.method == SplitMethod::eva  ? eva_part(sample)
                                                : thunder_part(sample);
  });
  if (result.parts.empty()) {
    throw InputError(dataset.source,
                     "names no parts: no column \"split\", no folders train and val (a split by "
                     "patients, blocks or images needs none)");
  }
  return result;
}

std::vector<Fold> folds(const Dataset& dataset, const Split& split) {
  if (!is_in_folds(split.method)) {
    return {{split.name, find_part(dataset, split, "train").samples,
             find_part(dataset, split, "val").samples}};
  }
  std::vector<Fold> result;
  for (const Part& judged : split.parts) {
    Fold fold{split.name + ", " + judged.name, {}, judged.samples};
    for (const Part& part : split.parts) {
      if (&part != &judged) {
        fold.training.insert(fold.training.end(), part.samples.begin(), part.samples.end());
      }
    }
    std::ranges::sort(fold.training);
    result.push_back(std::move(fold));
  }
  return result;
}

bool needs_looks(std::string_view selection) {
  return selection.substr(0, selection.find(':')) == enum_name(SplitMethod::looks);
}

Selection select(const Dataset& dataset, std::string_view name) {
  if (name == "all") {
    return {dataset, "all",
            "all " + counted(dataset.samples.size(), "image") +
                " of the data set; whether the model was trained on them, or on their "
                "patients, the data set can't tell"};
  }
  const auto colon = name.find(':');
  SplitConfig config;
  config.method = method_named(name);
  const Split whole = split(dataset, config);
  if (is_in_folds(config.method) && colon == std::string_view::npos) {
    return {dataset, std::string(name),
            "all folds of split " + describe(dataset, whole) +
                "; predictions must be by models that did not learn from the image's fold"};
  }
  const Part& part =
      find_part(dataset, whole, colon == std::string_view::npos ? name : name.substr(colon + 1));
  Selection selection{{dataset.source, dataset.classes, {}, dataset.tables},
                      std::string(enum_name(config.method)) + ":" + part.name,
                      "part " + part.name + " of split " + describe(dataset, whole)};
  for (const std::size_t i : part.samples) {
    selection.dataset.samples.push_back(dataset.samples[i]);
  }
  return selection;
}

std::string describe(const Dataset& dataset, const Split& split) {
  std::string sentence = split.name;
  std::size_t images = 0;
  std::string separator = " (";
  for (const Part& part : split.parts) {
    sentence += separator + part.name + " " + text(part.samples.size());
    separator = ", ";
    images += part.samples.size();
  }
  sentence += ")";
  if (images < dataset.samples.size()) {
    sentence += ", " + counted(dataset.samples.size() - images, "image") + " in no part";
  }
  if (is_fixed(split.method) && images != kBachImages) {
    sentence += ", " + text(images) + " of BACH's 400 images";
  }
  if (split.method == SplitMethod::looks) {
    sentence += "; groups of like colour and sharpness, a stand-in for another laboratory";
  }
  return sentence + "; " + describe_patients(dataset, split);
}

}  // namespace msmv::dataset
