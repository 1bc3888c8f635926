#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "msmv/engine/dense_network.h"
#include "msmv/fdnet/config.h"
#include "msmv/values/encodings.h"
#include "msmv/weights/tensor.h"

// Which places of a window speak for which class (Zhou et al. 2016, class activation maps). An
// encoding is the mean of the last feature map over its places, so what a class's weights make of
// each place says what that place adds to the class.

namespace msmv::explain {

// A value for each place of a window, row by row: [height, width].
struct ClassMap {
  std::size_t height = 0, width = 0;
  std::vector<float> values;
};

// A head that is one linear map behind the encodings of all scales (fc, svm).
struct LinearHead {
  std::size_t classes = 0;
  std::vector<float> weights;          // [classes, scales * features]
  std::vector<float> mean, deviation;  // [scales * features]; empty: not standardized
  bool takes_root = false;
};

// Nothing for a BiLSTM. Takes the tensors named "fdnet.".
std::optional<LinearHead> linear_head(const fdnet::Config& config, const weights::Tensors& tensors);

// The maps of one sample, [scales][classes], from its feature map at each scale.
using ScaleMaps = std::vector<std::vector<ClassMap>>;

// Exact: the mean over a map's places, added up over the scales, is the class's logit without its
// bias. Where the head takes roots of the encodings, a place's share of a root is its share of the
// mean below it.
ScaleMaps linear_maps(std::span<const engine::DenseMap> scales, const LinearHead& head);

// For any head, by its logits [samples, classes]: how fast each grows as an encoding takes up more
// of a place (the gradient of the logit times the place's features; central differences).
using Logits = std::function<std::vector<float>(const Encodings&)>;
ScaleMaps gradient_maps(std::span<const engine::DenseMap> scales, const Logits& logits);

// Each map less the mean of the classes', place by place: what speaks for a class more than for the
// others. Probabilities see no more of the logits than that.
void against_the_others(ScaleMaps& maps);

}  // namespace msmv::explain
