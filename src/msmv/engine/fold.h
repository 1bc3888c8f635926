#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "msmv/engine/weight_source.h"
#include "msmv/pfenet/graph.h"
#include "msmv/values/geometry.h"

namespace msmv::engine {

// A convolution's weights and bias after its batch norm was folded into them.
struct Folded {
  std::vector<float> weights;  // [out, in, kernel_height, kernel_width]
  std::vector<float> bias;     // [out]
};

// value * factor + summand, for each channel.
struct Affine {
  std::vector<float> factor, summand;
};

// A tensor. Throws InputError where it is missing, of another shape, or has values that aren't
// finite.
std::vector<float> read_checked(const WeightSource& source, const std::string& name,
                                const weights::Shape& expected);

// A convolution node's weights, zeros for a bias that it hasn't. Throws as read_checked does.
Folded convolution_of(const WeightSource& source, const std::string& prefix,
                      const pfenet::Node& convolution, std::int64_t in_channels);

// A batch-norm node outside of training. Throws InputError for a negative variance, too.
Affine batch_norm_of(const WeightSource& source, const std::string& prefix,
                     const pfenet::Node& norm);

// The constants that a sequence of tokens begins with.
struct PlacedTokens {
  std::vector<float> added;  // class token and registers with their positions, [added, channels]
  std::vector<float> positions;  // of the patches, [height * width, channels]
};

// A `tokens` node's constants for a map of that size, its positions stretched to it. Throws as
// read_checked does.
PlacedTokens tokens_of(const WeightSource& source, const std::string& prefix,
                       const pfenet::Node& tokens, PixelExtent map);

// The convolution with the batch norm behind it as one.
void fold(Folded& convolution, const Affine& norm);

}  // namespace msmv::engine
