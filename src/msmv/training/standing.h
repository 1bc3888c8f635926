#pragma once

#include <cstddef>
#include <optional>

#include "msmv/config/json.h"

namespace msmv::training {

// Where a run stands; with the network's and the updates' tensors, all of its state.
struct Standing {
  int epoch = 0;         // epochs finished
  std::size_t step = 0;  // updates made in the next one
  double loss_sum = 0;   // over the samples of these updates
  std::size_t hits = 0, samples = 0;
  std::optional<double> best{};
  int best_epoch = 0;
};

// As a checkpoint keeps it.
Json json_of(const Standing& standing);

// Throws nlohmann::json::exception for what json_of did not write.
Standing standing_from(const Json& json);

}  // namespace msmv::training
