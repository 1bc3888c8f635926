#include "msmv/experiments/average.h"

#include <stdexcept>
#include <utility>

namespace msmv::experiments {
namespace {

// Adds a share of the mean of an image's voters to its sum.
void add(const JudgedImage& image, float share, ClassScores& sum) {
  for (const ClassScores& scores : image.voters) {
    for (std::size_t label = 0; label < sum.size(); ++label) {
      sum[label] += share * scores.at(label) / static_cast<float>(image.voters.size());
    }
  }
}

}  // namespace

std::vector<JudgedImage> averaged(const std::vector<const Unit*>& members) {
  if (members.empty()) {
    throw std::invalid_argument("experiments: no rows to average");
  }
  const Unit& first = *members.front();
  std::vector<JudgedImage> images;
  for (std::size_t i = 0; i < first.images.size(); ++i) {
    const JudgedImage& image = first.images[i];
    ClassScores mean(first.classes.size(), 0);
    for (const Unit* member : members) {
      if (member->images.size() != first.images.size() || member->images[i].file != image.file) {
        throw std::invalid_argument("experiments: " + member->row + " and " + first.row +
                                    " did not classify the same images");
      }
      add(member->images[i], 1 / static_cast<float>(members.size()), mean);
    }
    images.push_back({image.file, image.label, {std::move(mean)}});
  }
  return images;
}

}  // namespace msmv::experiments
