#include "msmv/store/looks.h"

#include <vector>

#include "msmv/image/look.h"
#include "msmv/pipeline/pipeline.h"

namespace msmv::store {

void measure_looks(dataset::Dataset& dataset, const image::ReadOptions& reading,
                   const std::function<void(std::size_t, std::size_t)>& progress) {
  const auto measure = [&](std::size_t i) {
    const dataset::Sample& sample = dataset.samples[i];
    return image::look_of(
        image::read(sample.path, image::with_pixel_size(reading, sample.um_per_px)));
  };
  std::vector<Look> looks;
  const auto note = [&](std::size_t i, const Look& look) {
    looks.push_back(look);
    progress(i + 1, dataset.samples.size());
    return true;
  };
  run_pipeline_over(dataset.samples.size(), measure, note, {});
  for (std::size_t i = 0; i < looks.size(); ++i) {
    dataset.samples[i].look = looks[i];
  }
}

}  // namespace msmv::store
