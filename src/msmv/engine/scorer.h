#pragma once

#include <array>
#include <vector>

#include "msmv/engine/dense.h"
#include "msmv/fdnet/config.h"
#include "msmv/fdnet/layout.h"
#include "msmv/values/class_scores.h"
#include "msmv/values/encodings.h"
#include "msmv/weights/tensor.h"

namespace msmv::engine {

// FDNet for inference: the same values as libtorch::Scorer, without LibTorch
// (its libraries take longer to load than a field takes to classify).
class Scorer {
 public:
  // Takes the tensors named "fdnet.", which must be those of fdnet::layout().
  Scorer(const fdnet::Config& config, const fdnet::Sizes& sizes, const weights::Tensors& tensors);

  // The scores of each sample: the softmax of its logits. The bits of a sample's scores don't
  // depend on the other samples. Throws std::invalid_argument for encodings of other sizes.
  std::vector<ClassScores> scores(const Encodings& encodings) const;

  // Before the softmax: [samples, classes].
  std::vector<float> logits(const Encodings& encodings) const;

 private:
  // An LSTM layer in one direction. The gates are stacked: input, forget, cell, output.
  struct Direction {
    Matrix from_input, from_state;
    std::vector<float> bias;
  };
  static Direction direction_of(const weights::Tensors& tensors, const std::string& suffix);
  static void run(const Direction& direction, std::span<const float> inputs, std::size_t samples,
                  bool backwards, std::span<float> states);
  std::vector<float> last_states(std::vector<float> encodings) const;

  std::vector<float> conditioned(const Encodings& encodings) const;

  fdnet::Sizes sizes_;
  bool root_encodings_;
  std::vector<float> input_mean_, input_deviation_;  // [scales, features]; empty: as they are
  std::vector<std::array<Direction, 2>> layers_;     // forwards and backwards; none for fc and svm
  Matrix classifier_;
  std::vector<float> classifier_bias_;
};

}  // namespace msmv::engine
