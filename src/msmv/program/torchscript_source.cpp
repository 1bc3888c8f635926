#include "msmv/program/torchscript_source.h"

#include <cmath>
#include <stdexcept>
#include <utility>

#include "msmv/fdnet/config.h"
#include "msmv/values/decimal.h"

// One statement an operation, in names that LibTorch 1.13 and 2 both know. The interpreter drops a
// value after its last use. Test: tests/torch/torchscript_test.cpp runs it.

namespace msmv::program {
namespace {

using pfenet::Node;
using Kind = Node::Kind;

// "name(a, b)"
template <class... Arguments>
std::string call(const std::string& name, const Arguments&... arguments) {
  std::string text;
  ((text += (text.empty() ? "" : ", ") + std::string(arguments)), ...);
  return "torch." + name + "(" + text + ")";
}

std::string pair(int a, int b) {
  return "[" + std::to_string(a) + ", " + std::to_string(b) + "]";
}

class ScriptWriter {
 public:
  std::string write(const Program& program);

 private:
  std::string expression_of(const Node& node);
  std::string pool(const Node& node) const;
  std::string sequence(const Node& node, const std::string& x) const;
  std::string attention(const Node& node, const std::string& x);
  std::string encoding(const Node& node, const std::string& x) const;

  std::string input(const Node& node, std::size_t which = 0) const {
    return value(node.inputs.at(which));
  }
  static std::string value(int node) { return "v" + std::to_string(node); }
  static std::string tensor(const std::string& name) { return "self." + identifier(name); }
  static std::string bias(const Node& node) {
    return node.has_bias ? tensor(node.name + ".bias") : "None";
  }
  std::string assign(const std::string& expression) {
    const std::string name = "t" + std::to_string(count_++);
    text_ += "  " + name + " = " + expression + "\n";
    return name;
  }

  std::string text_;
  int count_ = 0;
};

std::string ScriptWriter::pool(const Node& node) const {
  const std::string kernel = pair(node.kernel_height, node.kernel_width);
  const std::string stride = pair(node.stride, node.stride);
  const std::string pad = pair(node.pad_height, node.pad_width);
  const std::string rounds_up = node.rounds_up ? "True" : "False";
  if (node.kind == Kind::max_pool) {
    return call("max_pool2d", input(node), kernel, stride, pad, pair(1, 1), rounds_up);
  }
  return call("avg_pool2d", input(node), kernel, stride, pad, rounds_up, "True");
}

std::string ScriptWriter::sequence(const Node& node, const std::string& x) const {
  const std::string patches = call("transpose", call("flatten", x, "2", "-1"), "1", "2");
  const std::string added =
      call("expand", tensor(node.name + "added"), "[" + call("size", x, "0") + ", -1, -1]");
  return call(
      "cat", "[" + added + ", " + call("add", patches, tensor(node.name + "positions")) + "]", "1");
}

// softmax(q k / sqrt(channels of a head)) v
std::string ScriptWriter::attention(const Node& node, const std::string& x) {
  const std::int64_t side = node.channels / node.heads;
  const std::string n = call("size", x, "0"), count = call("size", x, "1");
  const std::string heads =
      assign(call("permute",
                  call("reshape", x,
                       "[" + n + ", " + count + ", 3, " + std::to_string(node.heads) + ", " +
                           std::to_string(side) + "]"),
                  "[2, 0, 3, 1, 4]"));
  const auto part = [&](const char* which) { return call("select", heads, "0", which); };
  const std::string queries =
      call("mul", part("0"), decimal(1 / std::sqrt(static_cast<double>(side))));
  const std::string weights = assign(
      call("softmax", call("matmul", queries, call("transpose", part("1"), "-2", "-1")), "-1"));
  const std::string seen = call("transpose", call("matmul", weights, part("2")), "1", "2");
  return call("reshape", seen, "[" + n + ", " + count + ", " + std::to_string(node.channels) + "]");
}

std::string ScriptWriter::encoding(const Node& node, const std::string& x) const {
  std::string encoding = call("select", x, "1", "0");
  if (node.kind == Kind::class_and_mean) {
    const std::string patches =
        call("slice", x, "1", std::to_string(node.tokens.added()), call("size", x, "1"));
    encoding = call("cat", "[" + encoding + ", " + call("mean", patches, "[1]") + "]", "1");
  }
  return call("unsqueeze", call("unsqueeze", encoding, "-1"), "-1");
}

std::string ScriptWriter::expression_of(const Node& node) {
  const std::string x = input(node);
  const std::string& name = node.name;
  switch (node.kind) {
    case Kind::convolution:
      return call("conv2d", x, tensor(name + ".weight"), bias(node), pair(node.stride, node.stride),
                  pair(node.pad_height, node.pad_width), pair(node.dilation, node.dilation), "1");
    case Kind::batch_norm:
      return call("add", call("mul", x, tensor(name + ".factor")), tensor(name + ".summand"));
    case Kind::relu:
      return call("relu", x);
    case Kind::max_pool:
    case Kind::average_pool:
      return pool(node);
    case Kind::concat: {
      std::string parts;
      for (const int from : node.inputs) {
        parts += (parts.empty() ? "" : ", ") + value(from);
      }
      return call("cat", "[" + parts + "]", "1");
    }
    case Kind::add:
      return call("add", x, input(node, 1));
    case Kind::upsample: {
      const auto times = [&](const char* axis) {
        return call("size", x, axis) + " * " + std::to_string(node.stride);
      };
      return call("upsample_nearest2d", x, "[" + times("2") + ", " + times("3") + "]", "None",
                  "None");
    }
    case Kind::tokens:
      return sequence(node, x);
    case Kind::layer_norm:
      return call("layer_norm", x, "[" + std::to_string(node.channels) + "]",
                  tensor(name + ".weight"), tensor(name + ".bias"), decimal(node.epsilon));
    case Kind::linear:
      return call("linear", x, tensor(name + ".weight"), bias(node));
    case Kind::attention:
      return attention(node, x);
    case Kind::gelu:
      return call("gelu", x);
    case Kind::swiglu: {
      const std::string halves = assign(call("chunk", x, "2", "-1"));
      return call("mul", call("silu", halves + "[0]"), halves + "[1]");
    }
    case Kind::scale:
      return call("mul", x, tensor(name + ".gamma"));
    case Kind::class_token:
    case Kind::class_and_mean:
      return encoding(node, x);
    case Kind::input:
      break;
  }
  throw std::logic_error("program: a graph's input is not computed");
}

std::string ScriptWriter::write(const Program& program) {
  text_ = "def forward(self, v0: Tensor) -> Tensor:\n";
  const int count = static_cast<int>(program.graph.size());
  for (int i = 1; i < count; ++i) {
    const std::string expression = expression_of(program.graph[static_cast<std::size_t>(i)]);
    text_ += "  " + value(i) + " = " + expression + "\n";
  }
  std::string result = call("mean", value(count - 1), "[2, 3]");
  if (program.head) {
    if (program.head->root_encodings) {
      result = call("sqrt", call("add", call("relu", result), decimal(fdnet::kRootFloor)));
    }
    result = call("linear", result, tensor("head_weight"), tensor("head_bias"));
  }
  return text_ + "  return " + result + "\n";
}

}  // namespace

std::string torchscript_of(const Program& program) {
  return ScriptWriter().write(program);
}

}  // namespace msmv::program
