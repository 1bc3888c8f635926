#include "msmv/dataset/output_names.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

namespace msmv::dataset {
namespace {

std::filesystem::path place_of(const Sample& sample) {
  return sample.path.lexically_normal();
}

// "../p1/field.tif" is p1_field.tif.
std::string in_one_word(const std::string& name) {
  std::string word = name;
  std::ranges::replace(word, '/', '_');
  const auto begin = word.find_first_not_of("._");
  return begin == std::string::npos ? word : word.substr(begin);
}

}  // namespace

std::vector<std::string> output_names(const std::vector<Sample>& samples) {
  std::map<std::string, std::set<std::filesystem::path>> places_of_stem;
  for (const Sample& sample : samples) {
    places_of_stem[sample.path.stem().string()].insert(place_of(sample));
  }
  std::map<std::string, std::filesystem::path> taken;
  for (const auto& [stem, places] : places_of_stem) {
    if (places.size() == 1) {
      taken[stem] = *places.begin();
    }
  }
  std::vector<std::string> names;
  for (const Sample& sample : samples) {
    const std::string stem = sample.path.stem().string();
    std::string name = taken.contains(stem) ? stem : in_one_word(sample.name);
    while (taken.emplace(name, place_of(sample)).first->second != place_of(sample)) {
      name += '_';  // a_b.tif beside a/b.tif
    }
    names.push_back(name);
  }
  return names;
}

}  // namespace msmv::dataset
