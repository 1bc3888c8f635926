#pragma once

#include <cstddef>
#include <vector>

#include "msmv/values/encodings.h"

namespace msmv::trees {

// The input of trees, a descriptor a row: [count, features], row-major.
struct Descriptors {
  std::size_t count = 0, features = 0;
  std::vector<float> values;
};

// An image's encodings as `groups` descriptors of scales * features values. Sample i belongs to
// group i modulo `groups` (patches::recolour colours them so); of each group the power mean
// (mean x^exponent)^(1/exponent), where values below 0 count as 0: Rakhlin's 3-norm pooling.
// Throws std::invalid_argument unless the groups share out the samples evenly.
Descriptors descriptors_of(const Encodings& encodings, std::size_t groups, double exponent);

// Puts `more` behind what is there. Throws std::invalid_argument for other features.
void append(const Descriptors& more, Descriptors& all);

}  // namespace msmv::trees
