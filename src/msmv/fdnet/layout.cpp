#include "msmv/fdnet/layout.h"

#include <cstdint>
#include <string>

namespace msmv::fdnet {
namespace {

constexpr std::int64_t kGates = 4;  // input, forget, cell and output, stacked in this order

void add_lstm(weights::Layout& out, const Config& config, std::int64_t features) {
  const std::int64_t hidden = config.hidden_per_direction;
  std::int64_t input = features;
  for (int layer = 0; layer < config.layers; ++layer, input = 2 * hidden) {
    for (const char* direction : {"", "_reverse"}) {
      const std::string suffix = "_l" + std::to_string(layer) + direction;
      out["lstm.weight_ih" + suffix] = {kGates * hidden, input};
      out["lstm.weight_hh" + suffix] = {kGates * hidden, hidden};
      out["lstm.bias_ih" + suffix] = {kGates * hidden};
      out["lstm.bias_hh" + suffix] = {kGates * hidden};
    }
  }
}

}  // namespace

weights::Layout layout(const Config& config, const Sizes& sizes) {
  const auto features = static_cast<std::int64_t>(sizes.features);
  const auto classes = static_cast<std::int64_t>(sizes.classes);
  weights::Layout out;
  if (config.standardize_encodings) {
    out["input_mean"] = {static_cast<std::int64_t>(sizes.scales), features};
    out["input_deviation"] = out["input_mean"];
  }
  std::int64_t seen = static_cast<std::int64_t>(sizes.scales) * features;
  if (config.discriminator == Discriminator::bilstm) {
    add_lstm(out, config, features);
    seen = 2 * static_cast<std::int64_t>(config.hidden_per_direction);
  }
  out["classifier.weight"] = {classes, seen};
  out["classifier.bias"] = {classes};
  return out;
}

}  // namespace msmv::fdnet
