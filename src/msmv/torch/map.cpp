#include "msmv/torch/map.h"

#include <torch/torch.h>

#include <array>
#include <stdexcept>

#include "msmv/pfenet/config.h"
#include "msmv/torch/graph_network.h"
#include "msmv/torch/tensors.h"

namespace msmv::libtorch {

torch::Tensor to_standard_colours(const torch::Tensor& pixels) {
  const pfenet::Config standard;
  const auto constant = [](const std::array<double, 3>& values) {
    return torch::tensor({values[0], values[1], values[2]}, torch::kFloat32).view({1, 3, 1, 1});
  };
  const auto x = pixels.permute({0, 3, 1, 2}).to(torch::kFloat32) / 255;
  return ((x - constant(standard.mean)) / constant(standard.deviation)).contiguous();
}

std::function<CentreMap(std::span<const std::uint8_t> rgb, PixelExtent picture)> torch_map(
    const pfenet::Graph& graph, const weights::Tensors& tensors) {
  GraphNetwork network(graph);
  load(*network, tensors, "");
  network->eval();
  network->settle(torch::kCPU, torch::kFloat32);
  return [network](std::span<const std::uint8_t> rgb, PixelExtent picture) mutable {
    if (rgb.size() != static_cast<std::size_t>(picture.width * picture.height * 3)) {
      throw std::invalid_argument("pfenet: a picture whose bytes don't fit its sides");
    }
    const torch::NoGradGuard no_grad;
    auto* memory = const_cast<std::uint8_t*>(rgb.data());  // only read
    const auto pixels =
        torch::from_blob(memory, {1, picture.height, picture.width, 3}, torch::kUInt8);
    const auto map = torch::sigmoid(network->run(to_standard_colours(pixels), 0, 0)).contiguous();
    const float* values = map.data_ptr<float>();
    return CentreMap{static_cast<int>(map.size(3)),
                     static_cast<int>(map.size(2)),
                     {values, values + map.numel()}};
  };
}

}  // namespace msmv::libtorch
