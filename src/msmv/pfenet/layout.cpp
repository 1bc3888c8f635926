#include "msmv/pfenet/layout.h"

#include <array>
#include <stdexcept>

namespace msmv::pfenet {
namespace {

using weights::Layout;

constexpr std::int64_t kExpansion = 4;  // a bottleneck's output channels over its inner ones

void add_convolution(Layout& layout, const std::string& name, const weights::Shape& shape) {
  layout[name + ".weight"] = shape;
}

void add_batch_norm(Layout& layout, const std::string& name, std::int64_t channels) {
  for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) {
    layout[name + part] = {channels};
  }
}

// 1x1, 3x3 and 1x1 convolutions, and on the way past them a projection where the shape changes.
void add_bottleneck(Layout& layout, const std::string& name, std::int64_t in, std::int64_t inner) {
  const std::int64_t out = kExpansion * inner;
  add_convolution(layout, name + ".conv1", {inner, in, 1, 1});
  add_batch_norm(layout, name + ".bn1", inner);
  add_convolution(layout, name + ".conv2", {inner, inner, 3, 3});
  add_batch_norm(layout, name + ".bn2", inner);
  add_convolution(layout, name + ".conv3", {out, inner, 1, 1});
  add_batch_norm(layout, name + ".bn3", out);
  if (name.ends_with(".0")) {
    add_convolution(layout, name + ".downsample.0", {out, in, 1, 1});
    add_batch_norm(layout, name + ".downsample.1", out);
  }
}

Layout resnet(const std::array<int, 4>& blocks) {
  Layout layout;
  add_convolution(layout, "conv1", {64, 3, 7, 7});
  add_batch_norm(layout, "bn1", 64);
  std::int64_t channels = 64;
  std::int64_t inner = 64;
  for (std::size_t stage = 0; stage < blocks.size(); ++stage, inner *= 2) {
    for (int block = 0; block < blocks[stage]; ++block) {
      add_bottleneck(layout, "layer" + std::to_string(stage + 1) + "." + std::to_string(block),
                     channels, inner);
      channels = kExpansion * inner;
    }
  }
  return layout;
}

[[noreturn]] void no_such(Backbone backbone) {
  throw std::invalid_argument("pfenet: no layout for backbone " +
                              std::to_string(static_cast<int>(backbone)));
}

}  // namespace

std::size_t feature_count(Backbone backbone) {
  switch (backbone) {
    case Backbone::resnet50:
    case Backbone::resnet101:
      return 2048;
  }
  no_such(backbone);
}

Layout encoder_layout(Backbone backbone) {
  switch (backbone) {
    case Backbone::resnet50:
      return resnet({3, 4, 6, 3});
    case Backbone::resnet101:
      return resnet({3, 4, 23, 3});
  }
  no_such(backbone);
}

std::string prefix_of_scale(const Config& config, std::size_t scale) {
  return config.shared_weights ? "shared." : "scale" + std::to_string(scale) + ".";
}

Layout layout(const Config& config, std::size_t scales) {
  const Layout encoder = encoder_layout(config.backbone);
  Layout out;
  for (std::size_t scale = 0; scale < scales; ++scale) {
    out.merge(weights::with_prefix(prefix_of_scale(config, scale), encoder));
  }
  return out;
}

}  // namespace msmv::pfenet
