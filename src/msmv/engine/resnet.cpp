#include "msmv/engine/resnet.h"

#include <algorithm>
#include <cmath>

#include "msmv/values/errors.h"

namespace msmv::engine {

namespace {

constexpr double kBatchNormEps = 1e-5;  // torchvision's
constexpr int kStages = 4;

bool has(const WeightSource& source, const std::string& name) {
  return source.shape_of(name).has_value();
}

weights::Shape shape_of(const WeightSource& source, const std::string& name) {
  const auto shape = source.shape_of(name);
  if (!shape) {
    throw InputError("no tensor " + name + " in these weights");
  }
  return *shape;
}

std::vector<float> read(const WeightSource& source, const std::string& name,
                        const weights::Shape& expected) {
  const weights::Shape shape = shape_of(source, name);
  if (shape != expected) {
    throw InputError("tensor " + name + " has shape " + weights::text_of(shape) + ", expected " +
                     weights::text_of(expected));
  }
  std::vector<float> values = source.read(name).values;
  if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) {
    throw InputError("tensor " + name + " has values that are not finite");
  }
  return values;
}

// The convolution of that name, with the channels and kernel of its weights.
Convolution find_convolution(const WeightSource& source, const std::string& name,
                             const std::string& batch_norm, int stride) {
  const std::string weight = name + ".weight";
  const weights::Shape shape = shape_of(source, weight);
  if (shape.size() != 4 || shape[2] != shape[3] || shape[2] % 2 == 0) {
    throw InputError("tensor " + weight + " has shape " + weights::text_of(shape) +
                     ", expected a square convolution of odd size");
  }
  const int kernel = static_cast<int>(shape[2]);
  return {.name = name,
          .batch_norm = batch_norm,
          .in_channels = static_cast<int>(shape[1]),
          .out_channels = static_cast<int>(shape[0]),
          .kernel = kernel,
          .stride = stride,
          .padding = kernel / 2};
}

Block find_block(const WeightSource& source, const std::string& name, int stride) {
  Block block{.name = name};
  bool strided = false;
  for (int i = 1; has(source, name + ".conv" + std::to_string(i) + ".weight"); ++i) {
    const std::string index = std::to_string(i);
    Convolution convolution =
        find_convolution(source, name + ".conv" + index, name + ".bn" + index, 1);
    if (!strided && convolution.kernel == 3) {
      convolution.stride = stride;
      strided = true;
    }
    block.convolutions.push_back(convolution);
  }
  if (has(source, name + ".downsample.0.weight")) {
    block.projection =
        find_convolution(source, name + ".downsample.0", name + ".downsample.1", stride);
  }
  return block;
}

void check_channels(const Convolution& convolution, int channels) {
  if (convolution.in_channels != channels) {
    throw InputError("tensor " + convolution.name + ".weight takes " +
                     std::to_string(convolution.in_channels) + " channels, expected " +
                     std::to_string(channels));
  }
}

// Follows the channels through the block; gives those of its output.
int check_block(const Block& block, int channels) {
  if (block.convolutions.size() < 2) {
    throw InputError("block " + block.name + " has fewer than two convolutions");
  }
  int inner = channels;
  for (const Convolution& convolution : block.convolutions) {
    check_channels(convolution, inner);
    inner = convolution.out_channels;
  }
  if (block.projection) {
    check_channels(*block.projection, channels);
  }
  const int shortcut = block.projection ? block.projection->out_channels : channels;
  if (shortcut != inner) {
    throw InputError("block " + block.name + " adds " + std::to_string(shortcut) + " channels to " +
                     std::to_string(inner));
  }
  return inner;
}

int outputs(int side, int kernel, int stride) {
  return (side + kernel / 2 * 2 - kernel) / stride + 1;
}

// Adds the operations of a convolution; gives the side of its output.
int add_operations(const Convolution& convolution, int side, double& operations) {
  const int out = outputs(side, convolution.kernel, convolution.stride);
  operations += 2.0 * out * out * convolution.out_channels * convolution.in_channels *
                convolution.kernel * convolution.kernel;
  return out;
}

}  // namespace

double operations_of(const Resnet& net, std::size_t side_px) {
  double operations = 0;
  int side = add_operations(net.stem, static_cast<int>(side_px), operations);
  side = outputs(side, 3, 2);
  for (const Block& block : net.blocks) {
    if (block.projection) {
      add_operations(*block.projection, side, operations);
    }
    for (const Convolution& convolution : block.convolutions) {
      side = add_operations(convolution, side, operations);
    }
  }
  return operations;
}

Resnet find_resnet(const WeightSource& source, const std::string& prefix) {
  Resnet net{.stem = find_convolution(source, prefix + "conv1", prefix + "bn1", 2)};
  check_channels(net.stem, 3);
  int channels = net.stem.out_channels;
  for (int stage = 1; stage <= kStages; ++stage) {
    const std::string layer = prefix + "layer" + std::to_string(stage) + ".";
    for (int i = 0; i == 0 || has(source, layer + std::to_string(i) + ".conv1.weight"); ++i) {
      const int stride = stage > 1 && i == 0 ? 2 : 1;
      net.blocks.push_back(find_block(source, layer + std::to_string(i), stride));
      channels = check_block(net.blocks.back(), channels);
    }
  }
  net.features = channels;
  return net;
}

Folded fold(const WeightSource& source, const Convolution& convolution) {
  const auto out = static_cast<std::int64_t>(convolution.out_channels);
  const auto norm = [&](const char* part) {
    return read(source, convolution.batch_norm + part, {out});
  };
  Folded folded{
      .weights = read(source, convolution.name + ".weight",
                      {out, convolution.in_channels, convolution.kernel, convolution.kernel}),
      .bias = norm(".bias")};
  const auto gain = norm(".weight");
  const auto mean = norm(".running_mean");
  const auto variance = norm(".running_var");
  if (std::ranges::min(variance) < 0) {
    throw InputError("tensor " + convolution.batch_norm + ".running_var has a negative variance");
  }
  const std::size_t per_channel = folded.weights.size() / folded.bias.size();
  for (std::size_t c = 0; c < folded.bias.size(); ++c) {
    const double factor = gain[c] / std::sqrt(variance[c] + kBatchNormEps);
    folded.bias[c] = static_cast<float>(folded.bias[c] - mean[c] * factor);
    for (std::size_t i = c * per_channel; i < (c + 1) * per_channel; ++i) {
      folded.weights[i] = static_cast<float>(folded.weights[i] * factor);
    }
  }
  return folded;
}

}  // namespace msmv::engine
