#include "msmv/store/looks.h"

#include "msmv/image/look.h"

namespace msmv::store {

void measure_looks(dataset::Dataset& dataset, const image::ReadOptions& reading,
                   const std::function<void(std::size_t, std::size_t)>& progress) {
  std::size_t done = 0;
  for (dataset::Sample& sample : dataset.samples) {
    sample.look =
        image::look_of(image::read(sample.path, image::with_pixel_size(reading, sample.um_per_px)));
    progress(++done, dataset.samples.size());
  }
}

}  // namespace msmv::store
