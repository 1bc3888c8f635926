#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "msmv/experiments/encoders.h"
#include "msmv/experiments/experiment.h"
#include "msmv/image/read.h"

namespace msmv::experiments {

// The cost of a row's model for one image. Of boosted trees, which have thresholds and
// answers in place of parameters and look-ups in place of products, nothing is counted or measured:
// they take less than a millisecond.
struct Cost {
  std::int64_t parameters = 0;
  double gflop = 0;          // of the encoders' convolutions and FDNet's products; 2 a product
  std::optional<double> ms;  // measured, from the file to the class
  int threads = 0;           // that it was measured with
};

// From the layout alone: nothing is run. Of a row of members, theirs together.
Cost counted_cost(const Experiment& experiment);

// Of rows that run one after another; ms only when each has them.
Cost sum_of(const std::vector<Cost>& costs);

// Training's operations for one sample of frozen encodings, in GFLOP.
double training_gflop_per_sample(const msmv::Config& config);

// The time that growing trees on so many images takes, in the GFLOP that encoding does meanwhile.
double growing_gflop(const Experiment& experiment, std::size_t images);

// The milliseconds that a picture takes on so many threads (0: all), the least of three after one
// that is not counted, with the engine that `classify` would take. Of a row that is not of members.
// Throws InputError when the picture can't be read.
double measured_ms(const Experiment& experiment, const Encoder& encoder,
                   const std::filesystem::path& picture, const image::ReadOptions& reading,
                   int threads);

}  // namespace msmv::experiments
