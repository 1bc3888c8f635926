#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <vector>

#include "msmv/classify/stream.h"

namespace msmv::benchmark {

// How alike two ways to classify the same fields are.
struct Agreement {
  std::size_t fields = 0, same_class = 0;
  double greatest_change = 0;  // of a score of a field
};

// Throws std::invalid_argument for lists of different length.
Agreement agreement(const std::vector<Diagnosis>& got, const std::vector<Diagnosis>& reference);

// The diagnoses of all pictures in their order; `each` is told after every one how many are done.
// Throws InputError with the first that can't be classified.
std::vector<Diagnosis> classify_all(const std::vector<PictureToClassify>& pictures,
                                    const Model& model, const image::ReadOptions& reading,
                                    const std::function<void(std::size_t done)>& each);

}  // namespace msmv::benchmark
