#include "msmv/nuclei/torch_centre_network.h"

#include <torch/torch.h>

#include <array>
#include <stdexcept>

#include "msmv/nuclei/graph.h"
#include "msmv/pfenet/config.h"
#include "msmv/pfenet/graph_network.h"
#include "msmv/pfenet/torch_tensors.h"

namespace msmv::nuclei {

torch::Tensor colours_of(const torch::Tensor& pixels) {
  const pfenet::Config standard;  // ImageNet's mean and deviation
  const auto constant = [](const std::array<double, 3>& values) {
    return torch::tensor({values[0], values[1], values[2]}, torch::kFloat32).view({1, 3, 1, 1});
  };
  const auto x = pixels.permute({0, 3, 1, 2}).to(torch::kFloat32) / 255;
  return ((x - constant(standard.mean)) / constant(standard.deviation)).contiguous();
}

krem::CentreNetwork torch_centre_network(const NetworkConfig& config,
                                         const weights::Tensors& tensors) {
  pfenet::GraphNetwork network(graph_of(config));
  pfenet::load(*network, tensors, "");
  network->eval();
  network->settle(torch::kCPU, torch::kFloat32);
  const auto map = [network](std::span<const std::uint8_t> rgb, PixelExtent picture) {
    if (rgb.size() != static_cast<std::size_t>(picture.width * picture.height * 3)) {
      throw std::invalid_argument("nuclei: a picture whose bytes don't fit its sides");
    }
    const torch::NoGradGuard no_grad;
    const auto pixels = torch::from_blob(const_cast<std::uint8_t*>(rgb.data()),
                                         {1, picture.height, picture.width, 3}, torch::kUInt8);
    const auto probability =
        torch::sigmoid(pfenet::GraphNetwork(network)->run(colours_of(pixels), 0, 0)).contiguous();
    const float* values = probability.data_ptr<float>();
    return krem::CentreMap{static_cast<int>(probability.size(3)),
                           static_cast<int>(probability.size(2)),
                           {values, values + probability.numel()}};
  };
  return {.map = map, .um_per_px = config.um_per_px, .threshold = config.threshold};
}

}  // namespace msmv::nuclei
