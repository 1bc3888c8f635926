#pragma once

#include <span>
#include <vector>

#include "msmv/nuclei/config.h"
#include "msmv/nuclei/labelled_field.h"
#include "msmv/nuclei/training_run.h"

namespace msmv::nuclei {

// Draws random crops of fields with the targets that a centre network learns. Everything random
// comes from the recipe's seed, the step and the crop's number alone.
class CropMaker {
 public:
  // `fields` must outlive it. Throws std::invalid_argument when there are none.
  CropMaker(std::span<const LabelledField> fields, const NetworkConfig& network,
            const Recipe& recipe);

  // The crops of a step: from each source in turn, whatever the number of its fields.
  CropBatch batch(std::size_t step) const;

 private:
  std::vector<std::vector<const LabelledField*>> by_source_;
  NetworkConfig network_;
  Recipe recipe_;
};

}  // namespace msmv::nuclei
