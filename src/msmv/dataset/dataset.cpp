#include "msmv/dataset/dataset.h"

#include <map>
#include <set>

#include "msmv/values/unicode.h"

namespace msmv::dataset {

std::string part_name(std::string_view name) {
  const std::string lower = folded(name);
  return lower == "training" ? "train" : lower == "validation" || lower == "valid" ? "val" : lower;
}

Dataset without(const Dataset& dataset, const std::vector<Fault>& faults) {
  std::set<std::filesystem::path> faulty;
  for (const Fault& fault : faults) {
    faulty.insert(fault.path);
  }
  Dataset sound{dataset.source, dataset.classes, {}, dataset.tables};
  for (const Sample& sample : dataset.samples) {
    if (!faulty.contains(sample.path)) {
      sound.samples.push_back(sample);
    }
  }
  return sound;
}

std::vector<Fault> one_a_file(const std::vector<Fault>& faults) {
  std::vector<Fault> joined;
  std::map<std::filesystem::path, std::size_t> places;
  for (const Fault& fault : faults) {
    const auto [found, is_new] = places.emplace(fault.path, joined.size());
    if (is_new) {
      joined.push_back(fault);
    } else {
      joined[found->second].text += "; " + fault.text;
    }
  }
  return joined;
}

}  // namespace msmv::dataset
