#include "msmv/trees/descriptors.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace msmv::trees {

// Sums are of powers of each value's share of the largest, which can't overflow.
Descriptors descriptors_of(const Encodings& encodings, std::size_t groups, double exponent) {
  if (groups == 0 || encodings.samples == 0 || encodings.samples % groups != 0) {
    throw std::invalid_argument("trees: " + std::to_string(groups) + " groups of " +
                                std::to_string(encodings.samples) + " samples");
  }
  Descriptors out{groups, encodings.scales * encodings.features, {}};
  out.values.resize(out.count * out.features);
  const std::size_t members = encodings.samples / groups;
  for (std::size_t group = 0; group < groups; ++group) {
    for (std::size_t feature = 0; feature < out.features; ++feature) {
      const auto value = [&](std::size_t sample) {
        return std::max<double>(encodings.values[sample * out.features + feature], 0);
      };
      double largest = 0, sum = 0;
      for (std::size_t sample = group; sample < encodings.samples; sample += groups) {
        largest = std::max(largest, value(sample));
      }
      for (std::size_t sample = group; largest > 0 && sample < encodings.samples;
           sample += groups) {
        sum += std::pow(value(sample) / largest, exponent);
      }
      out.values[group * out.features + feature] =
          static_cast<float>(largest * std::pow(sum / static_cast<double>(members), 1 / exponent));
    }
  }
  return out;
}

void append(const Descriptors& more, Descriptors& all) {
  if (all.count > 0 && more.features != all.features) {
    throw std::invalid_argument("trees: descriptors of " + std::to_string(more.features) +
                                " features behind those of " + std::to_string(all.features));
  }
  all.count += more.count;
  all.features = more.features;
  all.values.insert(all.values.end(), more.values.begin(), more.values.end());
}

}  // namespace msmv::trees
