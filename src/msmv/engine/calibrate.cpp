#include "msmv/engine/calibrate.h"

#include "msmv/engine/range_histogram.h"

namespace msmv::engine {

ActivationRanges calibrate(const WeightSource& source, const EncoderSpec& spec,
                           const PatchBatch& patches) {
  EncoderSpec reference = spec;
  reference.precision = Precision::fp32;
  std::map<std::string, RangeHistogram> histograms;
  Encoder(source, reference)
      .observe(patches, [&](const std::string& name, std::span<const float> values) {
        histograms[name].add(values);
      });
  ActivationRanges ranges;
  for (const auto& [name, histogram] : histograms) {
    ranges[name] = histogram.best_range(255);
  }
  return ranges;
}

}  // namespace msmv::engine
