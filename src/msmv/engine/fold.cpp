#include "msmv/engine/fold.h"

#include <algorithm>
#include <cmath>

#include "msmv/pfenet/resample.h"
#include "msmv/values/errors.h"

namespace msmv::engine {
namespace {

std::vector<float> stretched(const std::vector<float>& positions, const pfenet::Node& node,
                             PixelExtent map) {
  const auto grid = static_cast<std::size_t>(node.tokens.grid);
  const auto height = static_cast<std::size_t>(map.height);
  const auto width = static_cast<std::size_t>(map.width);
  if (grid == height && grid == width) {
    return positions;
  }
  const pfenet::Plane plane{grid, grid, static_cast<std::size_t>(node.channels), positions};
  return resampled(
             plane, height, width,
             node.tokens.antialias ? pfenet::Kernel::bicubic_antialiased : pfenet::Kernel::bicubic)
      .values;
}

}  // namespace

std::vector<float> read_checked(const WeightSource& source, const std::string& name,
                                const weights::Shape& expected) {
  const auto shape = source.shape_of(name);
  if (!shape) {
    throw InputError("no tensor " + name + " in these weights");
  }
  if (*shape != expected) {
    throw InputError("tensor " + name + " has shape " + weights::text_of(*shape) + ", expected " +
                     weights::text_of(expected));
  }
  std::vector<float> values = source.read(name).values;
  if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) {
    throw InputError("tensor " + name + " has values that are not finite");
  }
  return values;
}

Folded convolution_of(const WeightSource& source, const std::string& prefix,
                      const pfenet::Node& convolution, std::int64_t in_channels) {
  const std::string name = prefix + convolution.name;
  const auto out = static_cast<std::size_t>(convolution.channels);
  return {
      .weights = read_checked(
          source, name + ".weight",
          {convolution.channels, in_channels, convolution.kernel_height, convolution.kernel_width}),
      .bias = convolution.has_bias ? read_checked(source, name + ".bias", {convolution.channels})
                                   : std::vector<float>(out)};
}

Affine batch_norm_of(const WeightSource& source, const std::string& prefix,
                     const pfenet::Node& norm) {
  const auto read = [&](const char* part) {
    return read_checked(source, prefix + norm.name + part, {norm.channels});
  };
  Affine affine{.factor = read(".weight"), .summand = read(".bias")};
  const auto mean = read(".running_mean");
  const auto variance = read(".running_var");
  if (std::ranges::min(variance) < 0) {
    throw InputError("tensor " + prefix + norm.name + ".running_var has a negative variance");
  }
  for (std::size_t c = 0; c < mean.size(); ++c) {
    const double factor = affine.factor[c] / std::sqrt(variance[c] + norm.epsilon);
    affine.factor[c] = static_cast<float>(factor);
    affine.summand[c] = static_cast<float>(affine.summand[c] - mean[c] * factor);
  }
  return affine;
}

PlacedTokens tokens_of(const WeightSource& source, const std::string& prefix,
                       const pfenet::Node& node, PixelExtent map) {
  const pfenet::Tokens& tokens = node.tokens;
  const auto read = [&](const char* part, std::int64_t count) {
    return read_checked(source, prefix + node.name + part, {1, count, node.channels});
  };
  std::vector<float> positions = read("pos_embed", tokens.positions());
  PlacedTokens placed{.added = read("cls_token", 1), .positions = {}};
  if (tokens.registers > 0) {
    const auto registers = read("reg_token", tokens.registers);
    placed.added.insert(placed.added.end(), registers.begin(), registers.end());
  }
  const std::size_t own =
      positions.size() - static_cast<std::size_t>(tokens.grid * tokens.grid * node.channels);
  for (std::size_t i = 0; i < own; ++i) {
    placed.added[i] += positions[i];
  }
  positions.erase(positions.begin(), positions.begin() + static_cast<std::ptrdiff_t>(own));
  placed.positions = stretched(positions, node, map);
  return placed;
}

void fold(Folded& convolution, const Affine& norm) {
  const std::size_t per_channel = convolution.weights.size() / convolution.bias.size();
  for (std::size_t c = 0; c < convolution.bias.size(); ++c) {
    convolution.bias[c] = convolution.bias[c] * norm.factor[c] + norm.summand[c];
    for (std::size_t i = c * per_channel; i < (c + 1) * per_channel; ++i) {
      convolution.weights[i] *= norm.factor[c];
    }
  }
}

}  // namespace msmv::engine
