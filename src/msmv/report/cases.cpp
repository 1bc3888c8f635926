#include "msmv/report/cases.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <stdexcept>

#include "msmv/files/csv.h"
#include "msmv/values/decimal.h"
#include "msmv/values/errors.h"
#include "msmv/values/unicode.h"

namespace msmv::report {
namespace {

constexpr std::size_t kNamedInFault = 5;

// Names as a table of predictions has them, however another program on another system spells them:
// Windows' backslashes, Unicode's forms, blanks around them.
std::string normal(const std::string& name) {
  std::string plain(without_blanks_around(name));
  std::ranges::replace(plain, '\\', '/');
  return composed(
      files::valid_utf8(std::filesystem::path(plain).lexically_normal().generic_string()));
}

std::string file_name(const std::string& name) {
  return std::filesystem::path(normal(name)).filename().string();
}

// The predictions by name, and by file name where it is the only one of that name.
class Finder {
 public:
  explicit Finder(const PredictionTable& table) {
    for (const Prediction& prediction : table.predictions) {
      by_name_[normal(prediction.file)] = &prediction;
      const auto [found, is_new] = by_file_name_.emplace(file_name(prediction.file), &prediction);
      found->second = is_new ? &prediction : nullptr;
    }
  }

  const Prediction* find(const dataset::Sample& sample) const {
    for (const std::string& name : {sample.name, sample.path.string()}) {
      if (const auto found = by_name_.find(normal(name)); found != by_name_.end()) {
        return found->second;
      }
    }
    const auto found = by_file_name_.find(file_name(sample.name));
    return found == by_file_name_.end() ? nullptr : found->second;
  }

 private:
  std::map<std::string, const Prediction*> by_name_, by_file_name_;
};

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& fault,
                       const std::vector<std::string>& files) {
  std::string text = counted(files.size(), "image") + fault;
  for (std::size_t i = 0; i < std::min(files.size(), kNamedInFault); ++i) {
    text += (i == 0 ? ": " : ", ") + files[i];
  }
  throw InputError(path, text + (files.size() > kNamedInFault ? ", ..." : ""));
}

}  // namespace

std::vector<Case> match(const dataset::Selection& selection, const PredictionTable& table) {
  if (table.classes != selection.dataset.classes) {
    throw std::invalid_argument("report::match: predictions in other classes than the data set's");
  }
  const Finder finder(table);
  std::vector<std::string> without_label, without_prediction;
  std::set<const Prediction*> used;
  std::vector<Case> cases;
  for (const dataset::Sample& sample : selection.dataset.samples) {
    const Prediction* found = finder.find(sample);
    if (!sample.label) {
      without_label.push_back(sample.name);
    } else if (found == nullptr || !used.insert(found).second) {
      without_prediction.push_back(sample.name);
    } else {
      Case one{.file = sample.name,
               .truth = *sample.label,
               .answer = std::nullopt,
               .fault = found->fault.empty() ? found->unfit : found->fault,
               .is_unfit = found->fault.empty() && !found->unfit.empty(),
               .scores = {},
               .votes = {},
               .patient = sample.patient};
      if (found->has_class()) {
        one.answer = found->diagnosis.label;
        one.scores = found->diagnosis.scores;
        one.votes = found->diagnosis.votes;
      }
      cases.push_back(std::move(one));
    }
  }
  if (!without_label.empty()) {
    fail(selection.dataset.source, " without a label", without_label);
  }
  if (!without_prediction.empty()) {
    fail(table.path, " of " + selection.dataset.source.string() + " without a prediction",
         without_prediction);
  }
  if (cases.empty()) {
    throw InputError(selection.dataset.source, "has no images to evaluate on");
  }
  return cases;
}

}  // namespace msmv::report
