#include "msmv/benchmark/agreement.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "msmv/values/errors.h"

namespace msmv::benchmark {

Agreement agreement(const std::vector<Diagnosis>& got, const std::vector<Diagnosis>& reference) {
  if (got.size() != reference.size()) {
    throw std::invalid_argument("agreement: " + std::to_string(got.size()) + " fields against " +
                                std::to_string(reference.size()));
  }
  Agreement result{.fields = got.size()};
  for (std::size_t i = 0; i < got.size(); ++i) {
    result.same_class += got[i].label == reference[i].label ? 1 : 0;
    for (std::size_t k = 0; k < got[i].scores.size(); ++k) {
      const double change = std::abs(got[i].scores[k] - reference[i].scores.at(k));
      result.greatest_change = std::max(result.greatest_change, change);
    }
  }
  return result;
}

std::vector<Diagnosis> classify_all(const std::vector<PictureToClassify>& pictures,
                                    const Model& model, const image::ReadOptions& reading,
                                    const std::function<void(std::size_t done)>& each) {
  std::vector<Diagnosis> diagnoses;
  std::size_t next = 0;
  classify_stream(
      [&]() -> std::optional<PictureToClassify> {
        return next < pictures.size() ? std::optional(pictures[next++]) : std::nullopt;
      },
      [&](Classified&& classified) {
        if (!classified.fault.empty() || !classified.prepared.unfit.empty()) {
          throw InputError(classified.path, classified.fault + classified.prepared.unfit);
        }
        diagnoses.push_back(std::move(classified.diagnosis));
        each(diagnoses.size());
        return true;
      },
      model, reading);
  return diagnoses;
}

}  // namespace msmv::benchmark
