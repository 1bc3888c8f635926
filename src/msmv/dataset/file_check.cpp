#include "msmv/dataset/file_check.h"

#include <map>
#include <stdexcept>
#include <string>

namespace msmv::dataset {
namespace {

std::string class_of(const Dataset& dataset, const Sample& sample) {
  return sample.label ? dataset.classes.at(*sample.label) : "without class";
}

}  // namespace

std::vector<Fault> check_files(const Dataset& dataset, std::span<const LookedInto> files) {
  if (files.size() != dataset.samples.size()) {
    throw std::invalid_argument("check_files: got " + std::to_string(files.size()) +
                                " files, wanted " + std::to_string(dataset.samples.size()));
  }
  std::vector<Fault> faults;
  std::map<std::string, const Sample*> first_of;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const Sample& sample = dataset.samples[i];
    if (!files[i].fault.empty()) {
      faults.push_back({sample.path, files[i].fault});
      continue;
    }
    const auto [found, is_new] = first_of.emplace(files[i].content_hash, &sample);
    const Sample& first = *found->second;
    if (is_new) {
      continue;
    }
    if (first.label == sample.label) {
      faults.push_back({sample.path, "is the same file as " + first.path.string()});
      continue;
    }
    const std::string classes =
        " (" + class_of(dataset, first) + " there, " + class_of(dataset, sample) + " here)";
    faults.push_back({first.path, "has another class as " + sample.path.string()});
    faults.push_back({sample.path, "is the same file as " + first.path.string() + classes});
  }
  return one_a_file(faults);
}

}  // namespace msmv::dataset
