#include "msmv/training/initial_fdnet.h"

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "msmv/fdnet/layout.h"
#include "msmv/pfenet/layout.h"
#include "msmv/training/random.h"

namespace msmv::training {
namespace {

// In the order in which PyTorch has them.
std::vector<std::string> drawn_tensors(const fdnet::Config& config) {
  std::vector<std::string> names;
  const int layers = config.discriminator == fdnet::Discriminator::bilstm ? config.layers : 0;
  for (int layer = 0; layer < layers; ++layer) {
    for (const char* direction : {"", "_reverse"}) {
      for (const char* kind : {"weight_ih", "weight_hh", "bias_ih", "bias_hh"}) {
        names.push_back("lstm." + std::string(kind) + "_l" + std::to_string(layer) + direction);
      }
    }
  }
  names.insert(names.end(), {"classifier.weight", "classifier.bias"});
  return names;
}

}  // namespace

weights::Tensors initial_fdnet(const NetworkConfig& network, Seed seed) {
  const fdnet::Config& config = network.fdnet;
  const weights::Layout shapes =
      fdnet::layout(config, {.scales = network.scales,
                             .features = pfenet::feature_count(network.pfenet),
                             .classes = network.classes});
  weights::Tensors tensors;
  std::uint64_t stream = 0;
  for (const std::string& name : drawn_tensors(config)) {
    const bool is_lstm = name.starts_with("lstm.");
    const std::int64_t inputs =
        is_lstm ? config.hidden_per_direction : shapes.at("classifier.weight").at(1);
    const double limit = 1 / std::sqrt(static_cast<double>(inputs));
    weights::Tensor tensor{shapes.at(name), {}};
    tensor.values.resize(weights::count_of(tensor.shape));
    std::mt19937_64 random(derive(seed, stream++));
    for (float& value : tensor.values) {
      value = static_cast<float>(limit * signed_uniform(random));
    }
    tensors["fdnet." + name] = std::move(tensor);
  }
  if (config.standardize_encodings) {  // zero means: statistics not taken yet
    for (const auto& [name, value] : {std::pair{"input_mean", 0.0F}, {"input_deviation", 1.0F}}) {
      const weights::Shape& shape = shapes.at(name);
      tensors["fdnet." + std::string(name)] = {shape,
                                               std::vector<float>(weights::count_of(shape), value)};
    }
  }
  return tensors;
}

}  // namespace msmv::training
