#include "msmv/dataset/file_check.h"

#include <map>
#include <string>
#include <utility>

#include "msmv/files/content_hash.h"
#include "msmv/values/errors.h"
#include "msmv/values/fault_text.h"

namespace msmv::dataset {
namespace {

std::string class_of(const Dataset& dataset, const Sample& sample) {
  return sample.label ? dataset.classes.at(*sample.label) : "without class";
}

// The pictures that were looked at, and how a further one stands to them.
class Known {
 public:
  explicit Known(const Dataset& dataset) : dataset_(dataset) {}

  void add(const Sample& sample, FileCheck& check) {
    const FileFacts& facts = check.facts.at(sample.path);
    if (const auto [first, how] = earlier_like(facts); first != nullptr) {
      say_copy(*first, sample, how, check.faults);
      return;
    }
    first_of_.emplace(facts.content_hash, &sample);
    if (facts.mark) {
      marks_.emplace_back(*facts.mark, &sample);
    }
  }

 private:
  std::pair<const Sample*, std::string> earlier_like(const FileFacts& facts) const {
    if (const auto found = first_of_.find(facts.content_hash); found != first_of_.end()) {
      return {found->second, "is the same file as "};
    }
    std::pair<const Sample*, std::string> near{nullptr, ""};
    for (const auto& [mark, sample] : marks_) {
      const Likeness found = facts.mark ? likeness(mark, *facts.mark) : Likeness::none;
      if (found == Likeness::same_pixels) {
        return {sample, "has the same pixels as "};
      }
      if (found == Likeness::near_copy && near.first == nullptr) {
        near = {sample, "is a near copy (through JPEG, or resized) of "};
      }
    }
    return near;
  }

  void say_copy(const Sample& first, const Sample& sample, const std::string& how,
                std::vector<Fault>& faults) const {
    if (first.label == sample.label) {
      faults.push_back({sample.path, how + first.path.string()});
      return;
    }
    const std::string classes =
        " (" + class_of(dataset_, first) + " there, " + class_of(dataset_, sample) + " here)";
    faults.push_back({first.path, "has another class as " + sample.path.string()});
    faults.push_back({sample.path, how + first.path.string() + classes});
  }

  const Dataset& dataset_;
  std::map<std::string, const Sample*> first_of_;
  std::vector<std::pair<PictureMark, const Sample*>> marks_;
};

}  // namespace

FileCheck check_files(const Dataset& dataset, const Probe& probe) {
  FileCheck check;
  Known known(dataset);
  for (const Sample& sample : dataset.samples) {
    try {
      FileFacts& facts = check.facts[sample.path];
      facts.mark = probe(sample);
      facts.content_hash = files::content_hash_of_file(sample.path);
      known.add(sample, check);
    } catch (const InputError& error) {
      check.facts.erase(sample.path);
      check.faults.push_back({sample.path, error.fault()});
    } catch (const std::exception& error) {
      check.facts.erase(sample.path);
      check.faults.push_back({sample.path, fault_text(error)});  // memory, a library's own limits
    }
  }
  check.faults = one_a_file(check.faults);
  return check;
}

}  // namespace msmv::dataset
