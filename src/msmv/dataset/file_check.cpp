#include "msmv/dataset/file_check.h"

#include <map>
#include <stdexcept>
#include <string>
#include <utility>

namespace msmv::dataset {
namespace {

std::string class_of(const Dataset& dataset, const Sample& sample) {
  return sample.label ? dataset.classes.at(*sample.label) : "without class";
}

// The pictures that were looked at, and how a further one stands to them.
class Known {
 public:
  explicit Known(const Dataset& dataset) : dataset_(dataset) {}

  void add(const Sample& sample, const LookedInto& file, std::vector<Fault>& faults) {
    if (const auto [first, how] = earlier_like(file); first != nullptr) {
      say_copy(*first, sample, how, faults);
      return;
    }
    first_of_.emplace(file.content_hash, &sample);
    if (file.mark) {
      marks_.emplace_back(*file.mark, &sample);
    }
  }

 private:
  std::pair<const Sample*, std::string> earlier_like(const LookedInto& file) const {
    if (const auto found = first_of_.find(file.content_hash); found != first_of_.end()) {
      return {found->second, "is the same file as "};
    }
    std::pair<const Sample*, std::string> near{nullptr, ""};
    for (const auto& [mark, sample] : marks_) {
      const Likeness found = file.mark ? likeness(mark, *file.mark) : Likeness::none;
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

std::vector<Fault> check_files(const Dataset& dataset, std::span<const LookedInto> files) {
  if (files.size() != dataset.samples.size()) {
    throw std::invalid_argument("check_files: got " + std::to_string(files.size()) +
                                " files, wanted " + std::to_string(dataset.samples.size()));
  }
  std::vector<Fault> faults;
  Known known(dataset);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const Sample& sample = dataset.samples[i];
    if (files[i].fault.empty()) {
      known.add(sample, files[i], faults);
    } else {
      faults.push_back({sample.path, files[i].fault});
    }
  }
  return one_a_file(faults);
}

}  // namespace msmv::dataset
