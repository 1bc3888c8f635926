#include "msmv/program/onnx.h"

#include <onnx/checker.h>
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <numbers>
#include <ostream>
#include <span>
#include <stdexcept>
#include <utility>

#include "msmv/fdnet/config.h"
#include "msmv/files/atomic_file.h"
#include "msmv/values/errors.h"

// Each node of the graph becomes one operation of ONNX's or a few, on results named "v1", "v2", ...
// Test: tests/program/onnx_test.cpp, whose numbers are ONNX Runtime's.

namespace msmv::program {
namespace {

using pfenet::Node;
using Kind = Node::Kind;
using Names = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;

constexpr std::int64_t kOpset = 17;     // has LayerNormalization
constexpr std::int64_t kIrVersion = 8;  // the first with that opset
constexpr std::int64_t kToTheEnd = std::int64_t{1} << 40;

// One operation under construction.
class Operation {
 public:
  explicit Operation(onnx::NodeProto& node) : node_(node) {}
  const Operation& with(const std::string& name, std::integral auto value) const {
    auto* attribute = add(name, onnx::AttributeProto::INT);
    attribute->set_i(value);
    return *this;
  }
  const Operation& with(const std::string& name, const Integers& values) const {
    auto* attribute = add(name, onnx::AttributeProto::INTS);
    attribute->mutable_ints()->Add(values.begin(), values.end());
    return *this;
  }
  const Operation& with(const std::string& name, float value) const {
    add(name, onnx::AttributeProto::FLOAT)->set_f(value);
    return *this;
  }
  const Operation& with(const std::string& name, const std::string& value) const {
    add(name, onnx::AttributeProto::STRING)->set_s(value);
    return *this;
  }
  const std::string& result(int which) const { return node_.output(which); }
  operator const std::string&() const { return result(0); }

 private:
  onnx::AttributeProto* add(const std::string& name,
                            onnx::AttributeProto::AttributeType type) const {
    auto* attribute = node_.add_attribute();
    attribute->set_name(name);
    attribute->set_type(type);
    return attribute;
  }
  onnx::NodeProto& node_;
};

class OnnxWriter {
 public:
  explicit OnnxWriter(const Program& program)
      : program_(program),
        extents_(extents_of(program.graph, {.width = program.side_px, .height = program.side_px})) {
  }

  onnx::ModelProto write();

 private:
  Operation operation(const std::string& type, const Names& inputs, int results = 1);
  std::string floats(const weights::Shape& shape, std::span<const float> values);
  std::string number(float value) { return floats({}, std::span(&value, 1)); }
  std::string integers(const Integers& values);
  std::string tensor(const std::string& name) {
    const auto& found = program_.tensors.at(name);
    return floats(found.shape, found.values);
  }
  void describe(onnx::ValueInfoProto& value, const std::string& name, int type,
                const Integers& sides) const;

  std::string input(const Node& node, std::size_t which = 0) const {
    return values_.at(static_cast<std::size_t>(node.inputs.at(which)));
  }
  std::string pixels();
  std::string lowered(std::size_t i);
  std::string convolution(const Node& node);
  std::string pool(std::size_t i);
  std::string sequence(const Node& node);
  std::string linear(const Node& node);
  std::string attention(std::size_t i);
  std::string gelu(const std::string& x);
  std::string encoding(const Node& node);
  std::string probabilities(std::string encodings, const LinearHead& head);

  const Program& program_;
  std::vector<PixelExtent> extents_;
  onnx::ModelProto model_;
  Names values_;   // of each node
  int count_ = 0;  // of names given
};

Operation OnnxWriter::operation(const std::string& type, const Names& inputs, int results) {
  auto* node = model_.mutable_graph()->add_node();
  node->set_op_type(type);
  for (const std::string& name : inputs) {
    node->add_input(name);
  }
  for (int i = 0; i < results; ++i) {
    node->add_output("v" + std::to_string(++count_));
  }
  return Operation(*node);
}

std::string OnnxWriter::floats(const weights::Shape& shape, std::span<const float> values) {
  auto* constant = model_.mutable_graph()->add_initializer();
  constant->set_name("c" + std::to_string(++count_));
  constant->set_data_type(onnx::TensorProto::FLOAT);
  constant->mutable_dims()->Add(shape.begin(), shape.end());
  constant->set_raw_data(values.data(), values.size_bytes());
  return constant->name();
}

std::string OnnxWriter::integers(const Integers& values) {
  auto* constant = model_.mutable_graph()->add_initializer();
  constant->set_name("c" + std::to_string(++count_));
  constant->set_data_type(onnx::TensorProto::INT64);
  constant->add_dims(static_cast<std::int64_t>(values.size()));
  constant->mutable_int64_data()->Add(values.begin(), values.end());
  return constant->name();
}

// The first side is that of the batch, of any size.
void OnnxWriter::describe(onnx::ValueInfoProto& value, const std::string& name, int type,
                          const Integers& sides) const {
  value.set_name(name);
  auto* tensor = value.mutable_type()->mutable_tensor_type();
  tensor->set_elem_type(type);
  tensor->mutable_shape()->add_dim()->set_dim_param("n");
  for (const std::int64_t side : sides) {
    tensor->mutable_shape()->add_dim()->set_dim_value(side);
  }
}

// [n, 3, side, side], less the mean and by the deviation, in the engine's order of operations.
std::string OnnxWriter::pixels() {
  std::vector<float> mean, factor;
  for (std::size_t c = 0; c < 3; ++c) {
    mean.push_back(-255 * program_.mean[c]);
    factor.push_back(1 / (255 * program_.deviation[c]));
  }
  const Integers sides = {program_.side_px, program_.side_px, 3};
  describe(*model_.mutable_graph()->add_input(), "pixels", onnx::TensorProto::UINT8, sides);
  const auto bytes = operation("Cast", {"pixels"}).with("to", int{onnx::TensorProto::FLOAT});
  const auto centred = operation("Add", {bytes, floats({3}, mean)});
  const auto scaled = operation("Mul", {centred, floats({3}, factor)});
  return operation("Transpose", {scaled}).with("perm", Integers{0, 3, 1, 2});
}

std::string OnnxWriter::convolution(const Node& node) {
  return operation("Conv",
                   {input(node), tensor(node.name + ".weight"), tensor(node.name + ".bias")})
      .with("kernel_shape", Integers{node.kernel_height, node.kernel_width})
      .with("strides", Integers{node.stride, node.stride})
      .with("dilations", Integers{node.dilation, node.dilation})
      .with("pads", Integers{node.pad_height, node.pad_width, node.pad_height, node.pad_width});
}

// A last window that hangs over gets the border that it needs: runtimes differ in what they make
// of ceil_mode.
std::string OnnxWriter::pool(std::size_t i) {
  const Node& node = program_.graph[i];
  const PixelExtent in = extents_.at(static_cast<std::size_t>(node.inputs.front()));
  const auto overhang = [&](std::int64_t out, std::int64_t side, int kernel, int pad) {
    return std::max<std::int64_t>(0, (out - 1) * node.stride + kernel - side - 2 * pad);
  };
  const std::int64_t down =
      overhang(extents_[i].height, in.height, node.kernel_height, node.pad_height);
  const std::int64_t across =
      overhang(extents_[i].width, in.width, node.kernel_width, node.pad_width);
  const bool is_average = node.kind == Kind::average_pool;
  const bool hangs_over = down > 0 || across > 0;
  if (is_average && hangs_over && (node.pad_height > 0 || node.pad_width > 0)) {
    throw InputError("ONNX has no average that counts one border and not the other");
  }
  const Operation pool = operation(is_average ? "AveragePool" : "MaxPool", {input(node)});
  if (is_average) {  // LibTorch counts the border's zeros, but not what hangs over it
    pool.with("count_include_pad", hangs_over ? 0 : 1);
  }
  return pool.with("kernel_shape", Integers{node.kernel_height, node.kernel_width})
      .with("strides", Integers{node.stride, node.stride})
      .with("pads", Integers{node.pad_height, node.pad_width, node.pad_height + down,
                             node.pad_width + across});
}

std::string OnnxWriter::sequence(const Node& node) {
  const std::string map = input(node);
  const auto flat = operation("Reshape", {map, integers({0, node.channels, -1})});
  const auto patches = operation("Transpose", {flat}).with("perm", Integers{0, 2, 1});
  const auto placed = operation("Add", {patches, tensor(node.name + "positions")});
  const auto shape = operation("Shape", {map}).with("end", 1);
  const auto wanted = operation("Concat", {shape, integers({1, 1})}).with("axis", 0);
  const auto added = operation("Expand", {tensor(node.name + "added"), wanted});
  return operation("Concat", {added, placed}).with("axis", 1);
}

std::string OnnxWriter::linear(const Node& node) {
  // MatMul takes [in, out].
  const auto& weight = program_.tensors.at(node.name + ".weight");
  const auto turned =
      operation("Transpose", {floats(weight.shape, weight.values)}).with("perm", Integers{1, 0});
  const std::string product = operation("MatMul", {input(node), turned});
  return node.has_bias ? operation("Add", {product, tensor(node.name + ".bias")}) : product;
}

// softmax(q k / sqrt(channels of a head)) v
std::string OnnxWriter::attention(std::size_t i) {
  const Node& node = program_.graph[i];
  const std::int64_t side = node.channels / node.heads, count = extents_[i].height;
  const auto split = operation("Reshape", {input(node), integers({0, count, 3, node.heads, side})});
  const auto each = operation("Transpose", {split}).with("perm", Integers{2, 0, 3, 1, 4});
  const auto part = [&](std::int64_t which) {
    return operation("Gather", {each, integers({which})}).with("axis", 0);
  };
  const std::string keys = operation("Transpose", {part(1)}).with("perm", Integers{0, 1, 2, 4, 3});
  const auto queries = operation(
      "Mul", {part(0), number(static_cast<float>(1 / std::sqrt(static_cast<double>(side))))});
  const auto products = operation("MatMul", {queries, keys});
  const auto weights = operation("Softmax", {products}).with("axis", -1);
  const auto seen = operation("MatMul", {weights, part(2)});  // [1, n, heads, count, side]
  const auto turned = operation("Transpose", {seen}).with("perm", Integers{1, 3, 0, 2, 4});
  return operation("Reshape", {turned, integers({0, count, node.channels})});
}

// x (1 + erf(x / sqrt(2))) / 2
std::string OnnxWriter::gelu(const std::string& x) {
  const auto scaled = operation("Mul", {x, number(1 / std::numbers::sqrt2_v<float>)});
  const auto erf = operation("Erf", {scaled});
  const auto above = operation("Add", {erf, number(1)});
  const auto half = operation("Mul", {x, number(0.5F)});
  return operation("Mul", {half, above});
}

std::string OnnxWriter::encoding(const Node& node) {
  const auto slice = [&](std::int64_t first, std::int64_t end) {
    return operation("Slice", {input(node), integers({first}), integers({end}), integers({1})});
  };
  std::string encoding = slice(0, 1);
  if (node.kind == Kind::class_and_mean) {
    const auto mean = operation("ReduceMean", {slice(node.tokens.added(), kToTheEnd)})
                          .with("axes", Integers{1})
                          .with("keepdims", 1);
    encoding = operation("Concat", {encoding, mean}).with("axis", 2);
  }
  return operation("Reshape", {encoding, integers({0, node.channels, 1, 1})});
}

std::string OnnxWriter::lowered(std::size_t i) {
  const Node& node = program_.graph[i];
  switch (node.kind) {
    case Kind::input:
      return pixels();
    case Kind::convolution:
      return convolution(node);
    case Kind::batch_norm: {
      const auto scaled = operation("Mul", {input(node), tensor(node.name + ".factor")});
      return operation("Add", {scaled, tensor(node.name + ".summand")});
    }
    case Kind::relu:
      return operation("Relu", {input(node)});
    case Kind::max_pool:
    case Kind::average_pool:
      return pool(i);
    case Kind::concat: {
      Names parts;
      for (std::size_t which = 0; which < node.inputs.size(); ++which) {
        parts.push_back(input(node, which));
      }
      return operation("Concat", parts).with("axis", 1);
    }
    case Kind::add:
      return operation("Add", {input(node), input(node, 1)});
    case Kind::upsample: {
      const auto times = static_cast<float>(node.stride);
      const std::string scales = floats({4}, std::vector{1.0F, 1.0F, times, times});
      return operation("Resize", {input(node), "", scales})
          .with("mode", std::string("nearest"))
          .with("nearest_mode", std::string("floor"))
          .with("coordinate_transformation_mode", std::string("asymmetric"));
    }
    case Kind::tokens:
      return sequence(node);
    case Kind::layer_norm:
      return operation("LayerNormalization",
                       {input(node), tensor(node.name + ".weight"), tensor(node.name + ".bias")})
          .with("axis", -1)
          .with("epsilon", static_cast<float>(node.epsilon));
    case Kind::linear:
      return linear(node);
    case Kind::attention:
      return attention(i);
    case Kind::gelu:
      return gelu(input(node));
    case Kind::swiglu: {
      const Operation halves = operation("Split", {input(node)}, 2).with("axis", -1);
      const auto sigmoid = operation("Sigmoid", {halves});
      const auto gate = operation("Mul", {halves, sigmoid});
      return operation("Mul", {gate, halves.result(1)});
    }
    case Kind::scale:
      return operation("Mul", {input(node), tensor(node.name + ".gamma")});
    case Kind::class_token:
    case Kind::class_and_mean:
      return encoding(node);
  }
  throw std::logic_error("program: a node that can't be lowered");
}

std::string OnnxWriter::probabilities(std::string encodings, const LinearHead& head) {
  if (head.root_encodings) {
    const auto above_0 = operation("Relu", {encodings});
    const auto floored = operation("Add", {above_0, number(fdnet::kRootFloor)});
    encodings = operation("Sqrt", {floored});
  }
  const auto classes = static_cast<std::int64_t>(head.bias.size());
  const auto features = static_cast<std::int64_t>(head.weights.size()) / classes;
  const auto logits = operation("Gemm", {encodings, floats({classes, features}, head.weights),
                                         floats({classes}, head.bias)})
                          .with("transB", 1);
  return operation("Softmax", {logits}).with("axis", 1);
}

onnx::ModelProto OnnxWriter::write() {
  model_.set_ir_version(kIrVersion);
  model_.set_producer_name("msmv");
  model_.add_opset_import()->set_version(kOpset);
  model_.mutable_graph()->set_name("msmv");
  for (const auto& [name, value] : program_.facts) {
    auto* fact = model_.add_metadata_props();
    fact->set_key(name);
    fact->set_value(value);
  }
  for (std::size_t i = 0; i < program_.graph.size(); ++i) {
    values_.push_back(lowered(i));
  }
  const auto give = [&](const std::string& value, const std::string& name, std::int64_t width) {
    auto* last = model_.mutable_graph()->add_node();
    last->set_op_type("Identity");
    last->add_input(value);
    last->add_output(name);
    describe(*model_.mutable_graph()->add_output(), name, onnx::TensorProto::FLOAT, {width});
  };
  const std::string encodings =
      operation("ReduceMean", {values_.back()}).with("axes", Integers{2, 3}).with("keepdims", 0);
  give(encodings, "encodings", program_.graph.back().channels);
  if (program_.head) {
    give(probabilities(encodings, *program_.head), "probabilities",
         static_cast<std::int64_t>(program_.head->bias.size()));
  }
  return std::move(model_);
}

}  // namespace

void write_onnx(const std::filesystem::path& path, const Program& program) {
  constexpr std::size_t kMostBytes = (std::size_t{1} << 31) - (std::size_t{1} << 20);
  std::size_t bytes = 0;
  for (const auto& [name, tensor] : program.tensors) {
    bytes += tensor.values.size() * sizeof(float);
  }
  if (bytes > kMostBytes) {
    throw InputError(path,
                     "ONNX's file holds 2 GB and these weights take more; "
                     "--format torchscript has no such limit");
  }
  const onnx::ModelProto model = OnnxWriter(program).write();
  onnx::checker::check_model(model);
  files::write_atomically(path, [&](std::ostream& out) {
    if (!model.SerializeToOstream(&out)) {
      throw OutputError(path, "can't be written");
    }
  });
}

}  // namespace msmv::program
