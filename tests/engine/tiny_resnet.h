#pragma once

// A small ResNet with random weights, and its definition written out as loops in double precision:
// what the engine is checked against.

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "msmv/engine/encoder.h"
#include "msmv/pfenet/graph_builder.h"
#include "msmv/values/patch_batch.h"
#include "msmv/weights/tensor.h"

namespace msmv::testing {

inline engine::WeightSource source_of(const weights::Tensors& tensors) {
  return {.shape_of = [&tensors](const std::string& name) -> std::optional<weights::Shape> {
            const auto found = tensors.find(name);
            return found == tensors.end() ? std::nullopt : std::optional(found->second.shape);
          },
          .read = [&tensors](const std::string& name) { return tensors.at(name); }};
}

class TinyResnet {
 public:
  // `kernels`: of the convolutions in a block, {3, 3} or {1, 3, 1}. Two blocks in the first stage,
  // one in each other.
  TinyResnet(std::vector<int> kernels, const std::string& prefix, unsigned seed)
      : kernels_(std::move(kernels)), prefix_(prefix), random_(seed) {
    add_convolution("conv1", "bn1", 3, kWidth, 7);
    int channels = kWidth;
    for (int stage = 1; stage <= 4; ++stage) {
      for (int i = 0; i < (stage == 1 ? 2 : 1); ++i) {
        channels = add_block(block_name(stage, i), channels, kWidth << (stage - 1));
      }
    }
  }

  weights::Tensors tensors;

  // The same as a graph, for the engine.
  pfenet::Graph graph() const {
    pfenet::GraphBuilder b;
    int x = b.relu(b.batch_norm(b.convolution(0, "conv1", kWidth, 7, 2), "bn1"));
    x = b.pool(pfenet::Node::Kind::max_pool, x, {.pad = 1});
    for (int stage = 1; stage <= 4; ++stage) {
      for (int i = 0; i < (stage == 1 ? 2 : 1); ++i) {
        x = add_block_to(b, x, block_name(stage, i), kWidth << (stage - 1),
                         stage > 1 && i == 0 ? 2 : 1);
      }
    }
    return std::move(b).graph();
  }

  // The encoding of one patch of R G B pixels, by definition.
  std::vector<double> encode(const std::uint8_t* pixels, std::size_t side,
                             const engine::Normalization& normalization) const {
    Planes input{.channels = 3, .side = side, .values = std::vector<double>(3 * side * side)};
    for (std::size_t i = 0; i < side * side; ++i) {
      for (std::size_t c = 0; c < 3; ++c) {
        input.values[c * side * side + i] =
            (pixels[3 * i + c] / 255.0 - normalization.mean[c]) / normalization.deviation[c];
      }
    }
    Planes planes = max_pool(relu(convolve(input, "conv1", "bn1", 2)));
    for (int stage = 1; stage <= 4; ++stage) {
      for (int i = 0; i < (stage == 1 ? 2 : 1); ++i) {
        planes = block(planes, block_name(stage, i), stage > 1 && i == 0 ? 2 : 1);
      }
    }
    std::vector<double> features(planes.channels);
    const std::size_t area = planes.side * planes.side;
    for (std::size_t i = 0; i < planes.values.size(); ++i) {
      features[i / area] += planes.values[i] / static_cast<double>(area);
    }
    return features;
  }

 private:
  static constexpr int kWidth = 16;

  struct Planes {
    std::size_t channels = 0, side = 0;
    std::vector<double> values;
  };

  static std::string block_name(int stage, int i) {
    return "layer" + std::to_string(stage) + "." + std::to_string(i);
  }

  std::vector<float> uniform(std::size_t count, float low, float high) {
    std::vector<float> values(count);
    std::uniform_real_distribution<float> pick(low, high);
    std::ranges::generate(values, [&] { return pick(random_); });
    return values;
  }

  void add_convolution(const std::string& conv, const std::string& norm, int in, int out,
                       int kernel) {
    const float bound = std::sqrt(6.0F / static_cast<float>(in * kernel * kernel));
    const auto channels = static_cast<std::size_t>(out);
    tensors[prefix_ + conv + ".weight"] = {
        .shape = {out, in, kernel, kernel},
        .values =
            uniform(channels * static_cast<std::size_t>(in * kernel * kernel), -bound, bound)};
    const auto add = [&](const char* part, float low, float high) {
      tensors[prefix_ + norm + part] = {.shape = {out}, .values = uniform(channels, low, high)};
    };
    add(".weight", 0.5F, 1.5F);
    add(".bias", -0.5F, 0.5F);
    add(".running_mean", -0.5F, 0.5F);
    add(".running_var", 0.5F, 2.0F);
  }

  int add_block(const std::string& name, int channels, int width) {
    const int out = kernels_.back() == 1 ? 4 * width : width;
    int inner = channels;
    for (std::size_t i = 0; i < kernels_.size(); ++i) {
      const std::string index = std::to_string(i + 1);
      const int next = i + 1 == kernels_.size() ? out : width;
      add_convolution(name + ".conv" + index, name + ".bn" + index, inner, next, kernels_[i]);
      inner = next;
    }
    if (channels != out) {
      add_convolution(name + ".downsample.0", name + ".downsample.1", channels, out, 1);
    }
    return out;
  }

  int add_block_to(pfenet::GraphBuilder& b, int x, const std::string& name, int width,
                   int stride) const {
    const int out = kernels_.back() == 1 ? 4 * width : width;
    int y = x;
    bool strided = false;
    for (std::size_t i = 0; i < kernels_.size(); ++i) {
      const std::string index = std::to_string(i + 1);
      const bool is_last = i + 1 == kernels_.size();
      const bool strides = kernels_[i] == 3 && !strided;
      strided = strided || strides;
      y = b.convolution(y, name + ".conv" + index, is_last ? out : width, kernels_[i],
                        strides ? stride : 1);
      y = b.batch_norm(y, name + ".bn" + index);
      y = is_last ? y : b.relu(y);
    }
    if (b.at(x) != out) {
      x = b.batch_norm(b.convolution(x, name + ".downsample.0", out, 1, stride),
                       name + ".downsample.1");
    }
    return b.relu(b.sum(y, x, name));
  }

  Planes convolve(const Planes& in, const std::string& conv, const std::string& norm,
                  std::size_t stride) const {
    const auto& weight = tensors.at(prefix_ + conv + ".weight");
    const auto out = static_cast<std::size_t>(weight.shape[0]);
    const auto kernel = static_cast<std::size_t>(weight.shape[2]);
    const std::size_t side = (in.side + kernel / 2 * 2 - kernel) / stride + 1;
    Planes planes{.channels = out, .side = side, .values = std::vector<double>(out * side * side)};
    const auto at = [&](const char* part, std::size_t c) -> double {
      return tensors.at(prefix_ + norm + part).values[c];
    };
    for (std::size_t o = 0; o < out; ++o) {
      for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t x = 0; x < side; ++x) {
          double sum = 0;
          for (std::size_t i = 0; i < in.channels; ++i) {
            for (std::size_t ky = 0; ky < kernel; ++ky) {
              for (std::size_t kx = 0; kx < kernel; ++kx) {
                const std::size_t iy = y * stride + ky - kernel / 2;  // wraps below 0
                const std::size_t ix = x * stride + kx - kernel / 2;
                if (iy < in.side && ix < in.side) {
                  sum += in.values[(i * in.side + iy) * in.side + ix] *
                         weight.values[((o * in.channels + i) * kernel + ky) * kernel + kx];
                }
              }
            }
          }
          planes.values[(o * side + y) * side + x] = (sum - at(".running_mean", o)) /
                                                         std::sqrt(at(".running_var", o) + 1e-5) *
                                                         at(".weight", o) +
                                                     at(".bias", o);
        }
      }
    }
    return planes;
  }

  static Planes relu(Planes planes) {
    std::ranges::for_each(planes.values, [](double& value) { value = std::max(value, 0.0); });
    return planes;
  }

  static Planes max_pool(const Planes& in) {
    const std::size_t side = (in.side - 1) / 2 + 1;
    Planes planes{.channels = in.channels,
                  .side = side,
                  .values = std::vector<double>(in.channels * side * side)};  // after a ReLU: >= 0
    for (std::size_t c = 0; c < in.channels; ++c) {
      for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t x = 0; x < side; ++x) {
          double& largest = planes.values[(c * side + y) * side + x];
          for (std::size_t iy = 2 * y - 1; iy != 2 * y + 2; ++iy) {
            for (std::size_t ix = 2 * x - 1; ix != 2 * x + 2; ++ix) {
              if (iy < in.side && ix < in.side) {
                largest = std::max(largest, in.values[(c * in.side + iy) * in.side + ix]);
              }
            }
          }
        }
      }
    }
    return planes;
  }

  Planes block(const Planes& in, const std::string& name, std::size_t stride) const {
    Planes inner = in;
    bool strided = false;
    for (std::size_t i = 0; i < kernels_.size(); ++i) {
      const std::string index = std::to_string(i + 1);
      const bool strides = kernels_[i] == 3 && !strided;
      strided = strided || strides;
      inner = convolve(inner, name + ".conv" + index, name + ".bn" + index, strides ? stride : 1);
      inner = i + 1 < kernels_.size() ? relu(inner) : inner;
    }
    const Planes shortcut =
        tensors.contains(prefix_ + name + ".downsample.0.weight")
            ? convolve(in, name + ".downsample.0", name + ".downsample.1", stride)
            : in;
    for (std::size_t i = 0; i < inner.values.size(); ++i) {
      inner.values[i] += shortcut.values[i];
    }
    return relu(inner);
  }

  std::vector<int> kernels_;
  std::string prefix_;
  std::mt19937 random_;
};

inline engine::Normalization imagenet() {
  return {.mean = {0.485F, 0.456F, 0.406F}, .deviation = {0.229F, 0.224F, 0.225F}};
}

// Blotches rather than noise, so that the tensors inside look like those of photographs.
inline PatchBatch blotches(std::size_t samples, std::size_t scales, std::size_t side) {
  PatchBatch batch{.samples = samples, .scales = scales, .side_px = side};
  for (std::size_t patch = 0; patch < samples * scales; ++patch) {
    for (std::size_t y = 0; y < side; ++y) {
      for (std::size_t x = 0; x < side; ++x) {
        for (std::size_t c = 0; c < 3; ++c) {
          const double phase = static_cast<double>(patch * 3 + c);
          const double wave = std::sin(0.21 * static_cast<double>(x) + phase) *
                              std::cos(0.17 * static_cast<double>(y) + 2 * phase);
          batch.pixels.push_back(static_cast<std::uint8_t>(127.5 + 127.4 * wave));
        }
      }
    }
  }
  return batch;
}

}  // namespace msmv::testing
