#include "msmv/engine/lower_tokens.h"

#include <openvino/opsets/opset13.hpp>
#include <stdexcept>
#include <vector>

#include "msmv/engine/fold.h"

namespace msmv::engine {
namespace {

namespace op = ov::opset13;
using pfenet::Node;
using Kind = Node::Kind;
using Tensor = ov::Output<ov::Node>;

constexpr std::size_t kWeightLevels = 255;

Tensor numbers(const ov::Shape& shape, const std::vector<float>& values) {
  return std::make_shared<op::Constant>(ov::element::f32, shape, values);
}

Tensor integers(const std::vector<std::int64_t>& values) {
  return std::make_shared<op::Constant>(ov::element::i64, ov::Shape{values.size()}, values);
}

Tensor reshaped(const Tensor& x, const std::vector<std::int64_t>& shape) {
  return std::make_shared<op::Reshape>(x, integers(shape), false);
}

Tensor transposed(const Tensor& x, const std::vector<std::int64_t>& order) {
  return std::make_shared<op::Transpose>(x, integers(order));
}

// Tokens from `first` to before `end`.
Tensor slice_of(const Tensor& x, std::int64_t first, std::int64_t end) {
  return std::make_shared<op::Slice>(x, integers({first}), integers({end}), integers({1}),
                                     integers({1}));
}

class TokenLowerer {
 public:
  TokenLowerer(const Node& node, const TokenLowering& how) : node_(node), how_(how) {}

  Tensor sequence(const Tensor& map) const;
  Tensor layer_norm(const Tensor& x) const;
  Tensor linear(const Tensor& x) const;
  Tensor attention(const Tensor& x) const;
  Tensor encoding(const Tensor& x) const;

  Tensor scaled(const Tensor& x) const {
    return std::make_shared<op::Multiply>(x, of_channels(".gamma"));
  }

 private:
  std::vector<float> read(const std::string& part, const weights::Shape& shape) const {
    return read_checked(how_.source, how_.prefix + node_.name + part, shape);
  }
  // One value a channel, as it meets [1, tokens, channels].
  Tensor of_channels(const std::string& part) const {
    return numbers({1, 1, static_cast<std::size_t>(node_.channels)}, read(part, {node_.channels}));
  }

  const Node& node_;
  const TokenLowering& how_;
};

Tensor TokenLowerer::sequence(const Tensor& map) const {
  const auto channels = static_cast<std::size_t>(node_.channels);
  const ov::Shape shape = map.get_shape();
  const std::size_t places = shape[2] * shape[3];
  const PlacedTokens placed = tokens_of(how_.source, how_.prefix, node_,
                                        {.width = static_cast<std::int64_t>(shape[3]),
                                         .height = static_cast<std::int64_t>(shape[2])});
  const Tensor patches =
      transposed(reshaped(map, {1, node_.channels, static_cast<std::int64_t>(places)}), {0, 2, 1});
  const Tensor sums =
      std::make_shared<op::Add>(patches, numbers({1, places, channels}, placed.positions));
  const Tensor first =
      numbers({1, static_cast<std::size_t>(node_.tokens.added()), channels}, placed.added);
  return std::make_shared<op::Concat>(ov::OutputVector{first, sums}, 1);
}

Tensor TokenLowerer::layer_norm(const Tensor& x) const {
  const Tensor normal = std::make_shared<op::MVN>(
      x, integers({2}), true, static_cast<float>(node_.epsilon), ov::op::MVNEpsMode::INSIDE_SQRT);
  return std::make_shared<op::Add>(std::make_shared<op::Multiply>(normal, of_channels(".weight")),
                                   of_channels(".bias"));
}

Tensor TokenLowerer::linear(const Tensor& x) const {
  const std::size_t in = x.get_shape().back();
  const auto out = static_cast<std::size_t>(node_.channels);
  const auto values = read(".weight", {node_.channels, static_cast<std::int64_t>(in)});
  Tensor factors = numbers({out, in}, values);
  if (how_.is_int8) {
    const auto tops = weight_ranges(values, out, 1, how_.pair_sums);
    std::vector<float> bottoms;
    for (const float top : tops) {
      bottoms.push_back(-top);
    }
    const Tensor low = numbers({out, 1}, bottoms);
    const Tensor high = numbers({out, 1}, tops);
    factors = std::make_shared<op::FakeQuantize>(factors, low, high, low, high, kWeightLevels);
  }
  const Tensor sums = std::make_shared<op::MatMul>(x, factors, false, true);
  return node_.has_bias ? std::make_shared<op::Add>(sums, of_channels(".bias"))->output(0) : sums;
}

// softmax(q k / sqrt(channels of a head)) v.
Tensor TokenLowerer::attention(const Tensor& x) const {
  const auto count = static_cast<std::int64_t>(x.get_shape()[1]);
  const std::int64_t side = node_.channels / node_.heads;
  const Tensor heads = transposed(reshaped(x, {1, count, 3, node_.heads, side}), {2, 0, 3, 1, 4});
  const auto axis =
      std::make_shared<op::Constant>(ov::element::i64, ov::Shape{}, std::vector<std::int64_t>{0});
  const auto parts = std::make_shared<op::Split>(heads, axis, 3);
  ov::OutputVector each;
  for (std::size_t part = 0; part < 3; ++part) {
    each.push_back(reshaped(parts->output(part), {1, node_.heads, count, side}));
  }
  const Tensor seen =
      std::make_shared<op::ScaledDotProductAttention>(each[0], each[1], each[2], false);
  return reshaped(transposed(seen, {0, 2, 1, 3}), {1, count, node_.channels});
}

Tensor TokenLowerer::encoding(const Tensor& x) const {
  Tensor encoding = slice_of(x, 0, 1);
  if (node_.kind == Kind::class_and_mean) {
    const auto count = static_cast<std::int64_t>(x.get_shape()[1]);
    const Tensor mean = std::make_shared<op::ReduceMean>(slice_of(x, node_.tokens.added(), count),
                                                         integers({1}), true);
    encoding = std::make_shared<op::Concat>(ov::OutputVector{encoding, mean}, 2);
  }
  return reshaped(encoding, {1, node_.channels, 1, 1});
}

}  // namespace

bool is_token_operation(Kind kind) {
  return kind >= Kind::tokens;
}

ov::Output<ov::Node> lower_token_operation(const Node& node, const ov::Output<ov::Node>& x,
                                           const TokenLowering& how) {
  const TokenLowerer lowerer(node, how);
  switch (node.kind) {
    case Kind::tokens:
      return lowerer.sequence(x);
    case Kind::layer_norm:
      return lowerer.layer_norm(x);
    case Kind::linear:
      return lowerer.linear(x);
    case Kind::attention:
      return lowerer.attention(x);
    case Kind::gelu:
      return std::make_shared<op::Gelu>(x, ov::op::GeluApproximationMode::ERF);
    case Kind::swiglu: {
      const auto axis = std::make_shared<op::Constant>(ov::element::i64, ov::Shape{},
                                                       std::vector<std::int64_t>{2});
      const auto halves = std::make_shared<op::Split>(x, axis, 2);
      return std::make_shared<op::Multiply>(std::make_shared<op::Swish>(halves->output(0)),
                                            halves->output(1));
    }
    case Kind::scale:
      return lowerer.scaled(x);
    case Kind::class_token:
    case Kind::class_and_mean:
      return lowerer.encoding(x);
    default:
      throw std::logic_error("engine: no operation on tokens");
  }
}

}  // namespace msmv::engine
