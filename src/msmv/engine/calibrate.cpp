#include "msmv/engine/calibrate.h"

#include <map>
#include <string>

#include "msmv/engine/range_histogram.h"

namespace msmv::engine {

ActivationRanges calibrate(const WeightSource& source, const EncoderSpec& spec,
                           const PatchBatch& patches) {
  std::map<std::string, RangeHistogram> histograms;
  observe(source, spec, patches, [&](const std::string& name, std::span<const float> values) {
    histograms[name].add(values);
  });
  ActivationRanges ranges;
  for (const auto& [name, histogram] : histograms) {
    ranges[name] = histogram.best_range(255);
  }
  return ranges;
}

}  // namespace msmv::engine
