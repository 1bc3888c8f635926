#include "msmv/engine/lowering.h"

#include <algorithm>
#include <openvino/opsets/opset13.hpp>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "msmv/engine/fold.h"
#include "msmv/engine/lower_tokens.h"
#include "msmv/values/errors.h"

namespace msmv::engine {
namespace {

namespace op = ov::opset13;
using ov::element::f32;
using pfenet::Graph;
using pfenet::Node;
using Kind = Node::Kind;
using Value = ov::Output<ov::Node>;

constexpr float kUnsignedTop = 255;
constexpr float kSignedTop = 127;

Value constant(const ov::Shape& shape, const std::vector<float>& values) {
  return std::make_shared<op::Constant>(f32, shape, values);
}

// One value a channel, as it meets [1, channels, height, width].
Value of_channels(const std::vector<float>& values) {
  return constant({1, values.size(), 1, 1}, values);
}

class Lowerer {
 public:
  Lowerer(const Graph& graph, const WeightSource& source, const Lowering& how)
      : graph_(graph),
        source_(source),
        how_(how),
        values_(graph.size()),
        is_quantized_(graph.size()) {
    find_what_is_quantized();
  }

  std::shared_ptr<ov::Model> model();

 private:
  const Node& node(int i) const { return graph_.at(static_cast<std::size_t>(i)); }
  Value value(const Node& of, std::size_t input) const {
    return values_.at(static_cast<std::size_t>(of.inputs.at(input)));
  }
  void find_what_is_quantized();
  void ask_for_8_bits(int i);
  bool is_unsigned(int i) const;
  std::string name_of(int i) const;

  Value input();
  Value lowered(const Node& node);
  Value convolution(std::size_t i);
  Value pool(const Node& node) const;
  Value quantized(const Value& value, int i);

  const Graph& graph_;
  const WeightSource& source_;
  const Lowering& how_;
  std::vector<Value> values_;       // of each node
  std::vector<bool> is_quantized_;  // whether 8-bit numbers are wanted of it
  ov::ParameterVector parameters_;
  ov::OutputVector outputs_;
};

// Pools and the like hand numbers on: what makes those is quantized.
bool hands_on(const Node& node) {
  return node.kind == Kind::max_pool || node.kind == Kind::upsample;
}

void Lowerer::ask_for_8_bits(int i) {
  if (hands_on(node(i))) {
    ask_for_8_bits(node(i).inputs.front());
  } else if (node(i).kind != Kind::input) {
    is_quantized_.at(static_cast<std::size_t>(i)) = true;
  }
}

// Of a vision transformer the linear layers alone: its sums need more than 8 bits.
void Lowerer::find_what_is_quantized() {
  const bool is_transformer = std::ranges::find(graph_, Kind::tokens, &Node::kind) != graph_.end();
  for (const Node& each : graph_) {
    if (each.kind == Kind::convolution || each.kind == Kind::linear) {
      ask_for_8_bits(each.inputs.front());
    } else if (each.kind == Kind::add && !is_transformer) {
      ask_for_8_bits(each.inputs.back());
    }
  }
}

bool Lowerer::is_unsigned(int i) const {
  const Node& of = node(i);
  switch (of.kind) {
    case Kind::relu:
      return true;
    case Kind::max_pool:
    case Kind::average_pool:
    case Kind::upsample:
    case Kind::concat:
    case Kind::add:
      for (const int from : of.inputs) {
        if (!is_unsigned(from)) {
          return false;
        }
      }
      return true;
    default:
      return false;
  }
}

std::string Lowerer::name_of(int i) const {
  int maker = i;
  if (node(maker).kind == Kind::relu) {
    maker = node(maker).inputs.front();
  }
  if (node(maker).kind == Kind::batch_norm &&
      node(node(maker).inputs.front()).kind == Kind::convolution) {
    maker = node(maker).inputs.front();
  }
  const std::string& name = node(maker).name;
  return how_.prefix + (name.empty() ? "node" + std::to_string(i) : name);
}

Value Lowerer::input() {
  const auto height = static_cast<std::size_t>(how_.image.height);
  const auto width = static_cast<std::size_t>(how_.image.width);
  const auto pixels =
      std::make_shared<op::Parameter>(ov::element::u8, ov::Shape{1, height, width, 3});
  parameters_ = {pixels};
  std::vector<float> mean(3);
  std::vector<float> factor(3);
  for (std::size_t c = 0; c < 3; ++c) {
    mean[c] = -255 * how_.normalization.mean[c];
    factor[c] = 1 / (255 * how_.normalization.deviation[c]);
  }
  const Value numbers = std::make_shared<op::Convert>(pixels, f32);
  const Value normalized = std::make_shared<op::Multiply>(
      std::make_shared<op::Add>(numbers, constant({1, 1, 1, 3}, mean)),
      constant({1, 1, 1, 3}, factor));
  const auto order = std::make_shared<op::Constant>(ov::element::i64, ov::Shape{4},
                                                    std::vector<std::int64_t>{0, 3, 1, 2});
  return std::make_shared<op::Transpose>(normalized, order);
}

// With the batch norm that nothing else stands before.
Value Lowerer::convolution(std::size_t i) {
  const Node& of = graph_[i];
  const std::int64_t in = node(of.inputs.front()).channels;
  Folded folded = convolution_of(source_, how_.prefix, of, in);
  if (const auto user = pfenet::only_user(graph_, i);
      user && graph_[*user].kind == Kind::batch_norm) {
    fold(folded, batch_norm_of(source_, how_.prefix, graph_[*user]));
  }
  const auto out = static_cast<std::size_t>(of.channels);
  const auto positions = static_cast<std::size_t>(of.kernel_height * of.kernel_width);
  Value weights =
      constant({out, static_cast<std::size_t>(in), static_cast<std::size_t>(of.kernel_height),
                static_cast<std::size_t>(of.kernel_width)},
               folded.weights);
  if (how_.ranges != nullptr && node(of.inputs.front()).kind != Kind::input) {
    const auto tops = weight_ranges(folded.weights, out, positions, how_.pair_sums);
    std::vector<float> bottoms;
    for (const float top : tops) {
      bottoms.push_back(-top);
    }
    const Value high = constant({out, 1, 1, 1}, tops);
    const Value low = constant({out, 1, 1, 1}, bottoms);
    weights = std::make_shared<op::FakeQuantize>(weights, low, high, low, high, 255);
  }
  const ov::CoordinateDiff pads{of.pad_height, of.pad_width};
  const auto stride = static_cast<std::size_t>(of.stride);
  const auto dilation = static_cast<std::size_t>(of.dilation);
  const Value sums =
      std::make_shared<op::Convolution>(value(of, 0), weights, ov::Strides{stride, stride}, pads,
                                        pads, ov::Strides{dilation, dilation});
  if (!how_.is_watched) {  // there the tensors' outputs have these names
    sums.get_node()->set_friendly_name(how_.prefix + of.name);
  }
  return std::make_shared<op::Add>(sums, of_channels(folded.bias));
}

Value Lowerer::pool(const Node& of) const {
  const auto size = [](int a, int b) {
    return ov::Shape{static_cast<std::size_t>(a), static_cast<std::size_t>(b)};
  };
  const auto stride = static_cast<std::size_t>(of.stride);
  const ov::Strides strides{stride, stride};
  const ov::Shape pads = size(of.pad_height, of.pad_width);
  const ov::Shape kernel = size(of.kernel_height, of.kernel_width);
  // LibTorch drops a last window that would begin beyond the border, as ceil_torch does.
  const auto rounding =
      of.rounds_up ? ov::op::RoundingType::CEIL_TORCH : ov::op::RoundingType::FLOOR;
  if (of.kind == Kind::max_pool) {
    return ov::Output<ov::Node>(std::make_shared<ov::op::v14::MaxPool>(
        value(of, 0), strides, ov::Strides{1, 1}, pads, pads, kernel, rounding));
  }
  return std::make_shared<ov::op::v14::AvgPool>(value(of, 0), strides, pads, pads, kernel, false,
                                                rounding);
}

Value Lowerer::lowered(const Node& of) {
  if (is_token_operation(of.kind)) {
    return lower_token_operation(of, value(of, 0),
                                 {source_, how_.prefix, how_.ranges != nullptr, how_.pair_sums});
  }
  switch (of.kind) {
    case Kind::input:
      return input();
    case Kind::convolution:
      return convolution(static_cast<std::size_t>(&of - graph_.data()));
    case Kind::batch_norm: {
      const auto from = static_cast<std::size_t>(of.inputs.front());
      if (graph_[from].kind == Kind::convolution && pfenet::only_user(graph_, from)) {
        return value(of, 0);  // folded
      }
      const Affine norm = batch_norm_of(source_, how_.prefix, of);
      return std::make_shared<op::Add>(
          std::make_shared<op::Multiply>(value(of, 0), of_channels(norm.factor)),
          of_channels(norm.summand));
    }
    case Kind::relu:
      return std::make_shared<op::Relu>(value(of, 0));
    case Kind::max_pool:
    case Kind::average_pool:
      return pool(of);
    case Kind::concat: {
      ov::OutputVector parts;
      for (std::size_t part = 0; part < of.inputs.size(); ++part) {
        parts.push_back(value(of, part));
      }
      return std::make_shared<op::Concat>(parts, 1);
    }
    case Kind::add:
      return std::make_shared<op::Add>(value(of, 0), value(of, 1));
    case Kind::upsample: {
      const auto factor = static_cast<float>(of.stride);
      op::Interpolate::InterpolateAttrs attributes;
      attributes.mode = op::Interpolate::InterpolateMode::NEAREST;
      attributes.shape_calculation_mode = op::Interpolate::ShapeCalcMode::SCALES;
      attributes.coordinate_transformation_mode =
          op::Interpolate::CoordinateTransformMode::ASYMMETRIC;
      attributes.nearest_mode = op::Interpolate::NearestMode::FLOOR;
      const auto axes = std::make_shared<op::Constant>(ov::element::i64, ov::Shape{2},
                                                       std::vector<std::int64_t>{2, 3});
      return std::make_shared<op::Interpolate>(value(of, 0), constant({2}, {factor, factor}), axes,
                                               attributes);
    }
    default:
      break;
  }
  throw std::logic_error("engine: a node that can't be lowered");
}

// As 8 bits see it; or shown to who watches.
Value Lowerer::quantized(const Value& value, int i) {
  const std::string name = name_of(i);
  if (how_.is_watched) {
    const auto shown = std::make_shared<op::Result>(value);
    shown->set_friendly_name(name);
    outputs_.push_back(shown);
  }
  if (how_.ranges == nullptr) {
    return value;
  }
  const auto found = how_.ranges->find(name);
  if (found == how_.ranges->end() || !(found->second > 0)) {
    throw InputError("int8 has no calibrated range for " + name +
                     ": msmv model calibrate finds them");
  }
  const float top = found->second;
  const float bottom = is_unsigned(i) ? 0 : -top * (kSignedTop + 1) / kSignedTop;
  const Value low = constant({}, {bottom});
  const Value high = constant({}, {top});
  return std::make_shared<op::FakeQuantize>(value, low, high, low, high,
                                            static_cast<std::size_t>(kUnsignedTop) + 1);
}

std::shared_ptr<ov::Model> Lowerer::model() {
  for (std::size_t i = 0; i < graph_.size(); ++i) {
    values_[i] = lowered(graph_[i]);
    if (is_quantized_[i]) {
      values_[i] = quantized(values_[i], static_cast<int>(i));
    }
  }
  Value last = values_.back();
  if (how_.is_pooled) {
    const auto axes = std::make_shared<op::Constant>(ov::element::i64, ov::Shape{2},
                                                     std::vector<std::int64_t>{2, 3});
    last = std::make_shared<op::ReduceMean>(last, axes, false);
  }
  ov::OutputVector results = {std::make_shared<op::Result>(last)};
  results.insert(results.end(), outputs_.begin(), outputs_.end());
  return std::make_shared<ov::Model>(results, parameters_);
}

}  // namespace

Lowering lowering_of(const EncoderSpec& spec, const std::string& prefix) {
  const auto side = static_cast<std::int64_t>(spec.side_px);
  return {.prefix = prefix,
          .image = {side, side},
          .normalization = spec.normalization,
          .ranges = spec.precision == Precision::int8 ? &spec.ranges : nullptr,
          .pair_sums = processor().has_int8_dot ? PairSums::exact : PairSums::saturate_at_16_bits};
}

std::shared_ptr<ov::Model> lower(const Graph& graph, const WeightSource& source,
                                 const Lowering& how) {
  return Lowerer(graph, source, how).model();
}

}  // namespace msmv::engine
