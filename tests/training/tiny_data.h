#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "golden/formula.h"
#include "msmv/training/run.h"

namespace msmv::training {

// Two classes, encodings whose first features tell them apart; a BiLSTM small enough to train in
// a moment.
inline NetworkConfig tiny_network() {
  NetworkConfig config;
  config.pfenet.shared_weights = true;
  config.fdnet.layers = 1;
  config.fdnet.hidden_per_direction = 8;
  config.scales = 2;
  config.classes = 2;
  config.side_px = 32;
  return config;
}

inline Image encoded_image(std::size_t number, std::size_t samples) {
  const std::size_t label = number % 2;
  Encodings encodings{samples, 2, 2048, {}};
  encodings.values = golden::tensor("encoded" + std::to_string(number),
                                    {static_cast<std::int64_t>(samples), 2, 2048}, 0, 0.1F)
                         .values;
  for (std::size_t i = 0; i < encodings.values.size(); i += 2048) {
    encodings.values[i + label] += 3;
  }
  return {"image " + std::to_string(number), label, {}, std::move(encodings)};
}

// Patches of 32 x 32 whose red or blue tells the class.
inline Image patch_image(std::size_t number, std::size_t samples) {
  const std::size_t label = number % 2;
  auto batch = std::make_shared<PatchBatch>(
      golden::patches("patches" + std::to_string(number), samples, 2, 32));
  for (std::size_t i = 2 * label; i < batch->pixels.size(); i += 3) {
    batch->pixels[i] = 255;
  }
  return {"image " + std::to_string(number), label, {samples, 2, 32, batch->pixels, batch}, {}};
}

inline Data encoded_data(std::size_t images) {
  Data data;
  for (std::size_t i = 0; i < images; ++i) {
    data.training.push_back(encoded_image(i, 3));
    data.validation.push_back(encoded_image(100 + i, 2));
  }
  data.fingerprint = "encoded";
  return data;
}

inline Config frozen_config() {
  Config config;
  config.first_trained_stage = 5;
  config.batch = 4;
  config.micro_batch = 4;
  config.learning_rate = 0.1;
  config.epochs = 3;
  return config;
}

}  // namespace msmv::training
