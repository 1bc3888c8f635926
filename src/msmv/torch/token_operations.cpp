#include "msmv/torch/token_operations.h"

#include <torch/torch.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "msmv/pfenet/resample.h"

namespace msmv::libtorch {
namespace {

using Kind = pfenet::Node::Kind;

// [out, in], from positions along a side to those along another.
torch::Tensor stretching(std::int64_t in, std::int64_t out, bool antialias,
                         const torch::Tensor& like) {
  const auto weights =
      pfenet::resampling(static_cast<std::size_t>(in), static_cast<std::size_t>(out),
                         antialias ? pfenet::Kernel::bicubic_antialiased : pfenet::Kernel::bicubic);
  return torch::tensor(weights, torch::kFloat32).view({out, in}).to(like.device());
}

// The patches' positions [1, grid * grid, channels] on another grid, computed in float32.
torch::Tensor stretched(const torch::Tensor& positions, const pfenet::Tokens& tokens,
                        std::int64_t height, std::int64_t width) {
  if (height == tokens.grid && width == tokens.grid) {
    return positions;
  }
  const auto square = positions.to(torch::kFloat32).view({tokens.grid, tokens.grid, -1});
  const auto down = stretching(tokens.grid, height, tokens.antialias, positions);
  const auto across = stretching(tokens.grid, width, tokens.antialias, positions);
  const auto rows = torch::matmul(down, square.flatten(1)).view({height, tokens.grid, -1});
  return torch::matmul(across, rows).view({1, height * width, -1}).to(positions.scalar_type());
}

torch::Tensor sequence_of(const pfenet::Node& node, const torch::Tensor& map,
                          const NamedTensor& tensor) {
  const pfenet::Tokens& tokens = node.tokens;
  const auto positions = tensor(node.name + "pos_embed");
  const std::int64_t own = tokens.positions() - std::int64_t{tokens.grid} * tokens.grid;
  auto patches = map.flatten(2).transpose(1, 2);
  patches = patches + stretched(positions.slice(1, own), tokens, map.size(2), map.size(3));
  std::vector<torch::Tensor> parts = {tensor(node.name + "cls_token")};
  if (tokens.registers > 0) {
    parts.push_back(tensor(node.name + "reg_token"));
  }
  auto added = torch::cat(parts, 1);
  if (own > 0) {
    const auto rest = added.slice(1, own);
    added = torch::cat({added.slice(1, 0, own) + positions.slice(1, 0, own), rest}, 1);
  }
  return torch::cat({added.expand({map.size(0), -1, -1}), patches}, 1);
}

// Vaswani et al. 2017, softmax(q k / sqrt(channels of a head)) v.
torch::Tensor attention(const pfenet::Node& node, const torch::Tensor& x) {
  const std::int64_t n = x.size(0), count = x.size(1), side = node.channels / node.heads;
  const auto heads = x.view({n, count, 3, node.heads, side}).permute({2, 0, 3, 1, 4});
  const auto query = heads[0] * (1 / std::sqrt(static_cast<double>(side)));
  const auto weights = torch::matmul(query, heads[1].transpose(2, 3)).softmax(3);
  return torch::matmul(weights, heads[2]).transpose(1, 2).reshape({n, count, node.channels});
}

torch::Tensor encoding_of(const pfenet::Node& node, const torch::Tensor& x) {
  auto encoding = x.select(1, 0);
  if (node.kind == Kind::class_and_mean) {
    encoding = torch::cat({encoding, x.slice(1, node.tokens.added()).mean(1)}, 1);
  }
  return encoding.view({x.size(0), node.channels, 1, 1});
}

}  // namespace

bool is_token_operation(Kind kind) {
  return kind >= Kind::tokens;
}

torch::Tensor token_operation(const pfenet::Node& node, const torch::Tensor& x,
                              const NamedTensor& tensor) {
  switch (node.kind) {
    case Kind::tokens:
      return sequence_of(node, x, tensor);
    case Kind::layer_norm:
      return torch::layer_norm(x, {node.channels}, tensor(node.name + ".weight"),
                               tensor(node.name + ".bias"), node.epsilon);
    case Kind::linear:
      return torch::linear(x, tensor(node.name + ".weight"),
                           node.has_bias ? tensor(node.name + ".bias") : torch::Tensor());
    case Kind::attention:
      return attention(node, x);
    case Kind::gelu:
      return torch::gelu(x);
    case Kind::swiglu: {
      const auto halves = x.chunk(2, 2);
      return torch::silu(halves[0]) * halves[1];
    }
    case Kind::scale:
      return x * tensor(node.name + ".gamma");
    case Kind::class_token:
    case Kind::class_and_mean:
      return encoding_of(node, x);
    default:
      throw std::logic_error("pfenet: no operation on tokens");
  }
}

}  // namespace msmv::libtorch
