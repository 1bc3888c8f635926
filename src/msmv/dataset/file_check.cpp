#include "msmv/dataset/file_check.h"

#include <map>
#include <string>

#include "msmv/files/content_hash.h"
#include "msmv/values/errors.h"
#include "msmv/values/fault_text.h"

namespace msmv::dataset {
namespace {

std::string class_of(const Dataset& dataset, const Sample& sample) {
  return sample.label ? dataset.classes.at(*sample.label) : "without class";
}

}  // namespace

std::vector<Fault> check_files(const Dataset& dataset, const Probe& probe) {
  std::vector<Fault> faults;
  std::map<std::string, const Sample*> first_of;
  for (const Sample& sample : dataset.samples) {
    try {
      probe(sample);
      const auto [found, is_new] =
          first_of.emplace(files::content_hash_of_file(sample.path), &sample);
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
    } catch (const InputError& error) {
      faults.push_back({sample.path, error.fault()});
    } catch (const std::exception& error) {
      faults.push_back({sample.path, fault_text(error)});  // memory, a library's own limits
    }
  }
  return one_a_file(faults);
}

}  // namespace msmv::dataset
