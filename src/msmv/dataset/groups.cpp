#include "msmv/dataset/groups.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <tuple>

#include "msmv/dataset/file_order.h"
#include "msmv/values/errors.h"

namespace msmv::dataset {
namespace {

// Whether two images that follow each other in natural order are neighbours.
bool are_neighbours(const Sample& first, const Sample& second) {
  const FileNumber a = file_number(first.path), b = file_number(second.path);
  if (first.path.parent_path() != second.path.parent_path() || !a.number != !b.number) {
    return false;
  }
  return !a.number || (a.series == b.series && *a.number + 1 == *b.number);
}

void cut(const Group& run, std::size_t count, std::vector<Group>& blocks) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = [&](std::size_t part) {
      return run.begin() + static_cast<std::ptrdiff_t>(run.size() * part / count);
    };
    blocks.emplace_back(at(i), at(i + 1));
  }
}

// How much a cut before image `at` may leak: between strangers, neighbours, or one patient's
// images.
int leak(const Dataset& dataset, const Group& images, std::size_t at) {
  const Sample& before = dataset.samples[images[at - 1]];
  const Sample& after = dataset.samples[images[at]];
  if (!before.patient.empty() && before.patient == after.patient) {
    return 2;
  }
  return are_neighbours(before, after) ? 1 : 0;
}

void cut_into(const Dataset& dataset, const Group& images, std::size_t count,
              std::vector<Group>& blocks) {
  const std::size_t reach = images.size() / count / 4;
  std::size_t first = 0;
  for (std::size_t i = 1; i <= count; ++i) {
    const std::size_t even = images.size() * i / count;
    std::size_t end = even;
    for (std::size_t away = 1; i < count && away <= reach; ++away) {
      for (const std::size_t at : {even - away, even + away}) {
        end = leak(dataset, images, at) < leak(dataset, images, end) ? at : end;
      }
    }
    blocks.emplace_back(images.begin() + static_cast<std::ptrdiff_t>(first),
                        images.begin() + static_cast<std::ptrdiff_t>(end));
    first = end;
  }
}

// Runs of neighbours, each cut into blocks of at most `length`.
void cut_runs(const Dataset& dataset, const Group& images, std::size_t length,
              std::vector<Group>& blocks) {
  Group run;
  for (const std::size_t i : images) {
    if (!run.empty() && !are_neighbours(dataset.samples[run.back()], dataset.samples[i])) {
      cut(run, (run.size() + length - 1) / length, blocks);
      run.clear();
    }
    run.push_back(i);
  }
  cut(run, (run.size() + length - 1) / length, blocks);
}

void shuffle(std::vector<Group>& groups, Seed seed) {
  std::mt19937_64 random(seed);
  for (std::size_t i = groups.size(); i > 1; --i) {
    std::swap(groups[i - 1], groups[random() % i]);
  }
}

// The images that each fold holds so far.
struct FoldCount {
  std::vector<std::size_t> of_class;
  std::size_t all = 0;
};

// How much of the group's classes a fold has already, each class counted by its share.
double crowding(const FoldCount& fold, const FoldCount& group, const FoldCount& whole) {
  double sum = 0;
  for (std::size_t i = 0; i < whole.of_class.size(); ++i) {
    if (whole.of_class[i] > 0) {
      sum += static_cast<double>(group.of_class[i] * fold.of_class[i]) /
             static_cast<double>(whole.of_class[i]);
    }
  }
  return sum;
}

FoldCount count(const Dataset& dataset, const Group& group) {
  FoldCount result{std::vector<std::size_t>(dataset.classes.size()), group.size()};
  for (const std::size_t i : group) {
    if (dataset.samples[i].label) {
      ++result.of_class.at(*dataset.samples[i].label);
    }
  }
  return result;
}

Group all_images(const Dataset& dataset) {
  Group all(dataset.samples.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

}  // namespace

std::vector<Group> single_images(const Dataset& dataset) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
    groups.push_back({i});
  }
  return groups;
}

std::vector<Group> by_patient(const Dataset& dataset) {
  std::map<std::string, Group> patients;
  std::size_t unknown = 0;
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
    patients[dataset.samples[i].patient].push_back(i);
    unknown += dataset.samples[i].patient.empty() ? 1 : 0;
  }
  if (unknown > 0) {
    throw InputError(dataset.source, "can't be split by patients: " + std::to_string(unknown) +
                                         " of " + std::to_string(dataset.samples.size()) +
                                         " images have no patient (blocks need none)");
  }
  std::vector<Group> groups;
  for (auto& [patient, group] : patients) {
    groups.push_back(std::move(group));
  }
  return groups;
}

std::vector<Group> neighbour_blocks(const Dataset& dataset, const BlockSize& size) {
  std::map<std::optional<std::size_t>, Group> classes;
  for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
    classes[dataset.samples[i].label].push_back(i);
  }
  std::vector<Group> blocks;
  for (auto& [label, images] : classes) {
    std::ranges::sort(images, natural_less, [&](std::size_t i) { return dataset.samples[i].path; });
    if (size.length > 0) {
      cut_runs(dataset, images, static_cast<std::size_t>(size.length), blocks);
    } else {
      cut_into(dataset, images, std::min(images.size(), static_cast<std::size_t>(size.folds)),
               blocks);
    }
  }
  return blocks;
}

std::vector<Group> join_patients(const Dataset& dataset, const std::vector<Group>& groups) {
  std::vector<std::size_t> leader(groups.size());
  std::iota(leader.begin(), leader.end(), std::size_t{0});
  const auto find = [&](std::size_t group) {
    while (leader[group] != group) {
      group = leader[group];
    }
    return group;
  };
  std::map<std::string, std::size_t> group_of;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    for (const std::size_t i : groups[g]) {
      if (const std::string& patient = dataset.samples[i].patient; !patient.empty()) {
        const auto [found, is_new] = group_of.emplace(patient, g);
        leader[std::max(find(found->second), find(g))] = std::min(find(found->second), find(g));
      }
    }
  }
  std::map<std::size_t, Group> joined;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    Group& whole = joined[find(g)];
    whole.insert(whole.end(), groups[g].begin(), groups[g].end());
  }
  std::vector<Group> result;
  for (auto& [first, group] : joined) {
    result.push_back(std::move(group));
  }
  return result;
}

std::vector<Group> deal(const Dataset& dataset, std::vector<Group> groups, int folds, Seed seed) {
  const auto fold_count = static_cast<std::size_t>(folds);
  if (groups.size() < fold_count) {
    throw InputError(dataset.source, std::to_string(folds) + " folds need as many groups, got " +
                                         std::to_string(groups.size()));
  }
  shuffle(groups, seed);
  std::ranges::stable_sort(groups, std::greater{}, &Group::size);
  const FoldCount whole = count(dataset, all_images(dataset));
  std::vector<FoldCount> filled(fold_count, count(dataset, {}));
  std::vector<Group> dealt(fold_count);
  for (const Group& group : groups) {
    const FoldCount added = count(dataset, group);
    std::size_t best = 0;
    const auto rank = [&](std::size_t fold) {
      return std::tuple(crowding(filled[fold], added, whole), filled[fold].all);
    };
    for (std::size_t fold = 1; fold < fold_count; ++fold) {
      best = rank(fold) < rank(best) ? fold : best;
    }
    dealt[best].insert(dealt[best].end(), group.begin(), group.end());
    filled[best].all += added.all;
    for (std::size_t i = 0; i < added.of_class.size(); ++i) {
      filled[best].of_class[i] += added.of_class[i];
    }
  }
  for (Group& fold : dealt) {
    std::ranges::sort(fold);
  }
  return dealt;
}

}  // namespace msmv::dataset
