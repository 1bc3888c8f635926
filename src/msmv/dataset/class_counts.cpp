#include "msmv/dataset/class_counts.h"

#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

std::vector<std::size_t> images_of_each(const Dataset& dataset,
                                        const std::vector<std::size_t>& samples) {
  std::vector<std::size_t> counts(dataset.classes.size());
  for (const std::size_t i : samples) {
    if (const auto label = dataset.samples.at(i).label) {
      ++counts.at(*label);
    }
  }
  return counts;
}

}  // namespace

ClassNames occurring_classes(const Dataset& dataset) {
  std::vector<bool> occurs(dataset.classes.size(), false);
  for (const Sample& sample : dataset.samples) {
    if (sample.label) {
      occurs.at(*sample.label) = true;
    }
  }
  ClassNames classes;
  for (std::size_t i = 0; i < occurs.size(); ++i) {
    if (occurs[i]) {
      classes.push_back(dataset.classes[i]);
    }
  }
  return classes;
}

std::vector<std::string> require_learnable(const Dataset& dataset, const Fold& fold,
                                           Beginning beginning) {
  const auto learnt = images_of_each(dataset, fold.training);
  const auto evaluated = images_of_each(dataset, fold.validation);
  std::string unlearnt;
  std::vector<std::string> warnings;
  const auto warn = [&](std::size_t which, const std::string& text) {
    warnings.push_back("class " + dataset.classes[which] + " has " + text);
  };
  for (std::size_t i = 0; i < learnt.size(); ++i) {
    if (learnt[i] == 0 && beginning == Beginning::trained) {
      warn(i, "no image to learn from");
    } else if (learnt[i] == 0) {
      unlearnt += (unlearnt.empty() ? "" : ", ") + dataset.classes[i];
    } else if (learnt[i] == 1) {
      warn(i, "one image to learn from");
    }
    if (!fold.validation.empty() && evaluated[i] <= 1) {
      warn(i, evaluated[i] == 0 ? "no image to be evaluated on" : "one image to be evaluated on");
    }
  }
  if (!unlearnt.empty()) {
    const bool are_several = unlearnt.find(", ") != std::string::npos;
    throw InputError(dataset.source, (are_several ? "classes " : "class ") + unlearnt +
                                         (are_several ? " have" : " has") +
                                         " no image to learn from (--classes leaves a class out)");
  }
  return warnings;
}

}  // namespace msmv::dataset
