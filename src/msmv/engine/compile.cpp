#include "msmv/engine/compile.h"

#include <cstring>
#include <optional>
#include <utility>

#include "msmv/engine/onednn.h"
#include "msmv/values/errors.h"

namespace msmv::engine {

namespace {

using dnnl::memory;
using Type = memory::data_type;
using Tag = memory::format_tag;

constexpr float kUnsignedTop = 255;
// A projection's output is signed, and the convolution it is added to stores its own, unsigned
// output over it. So it is kept unsigned too: with an offset, and a top of its own.
constexpr float kSignedOffset = 128;
constexpr float kSignedTop = 127;

// A tensor on its way through the program. In int8, value = (stored - offset) * scale.
struct Tensor {
  memory::desc desc;
  std::size_t buffer = 0;
  float scale = 1, offset = 0;
};

// What becomes of a convolution's sums.
struct Ending {
  std::string output;                   // the name of the stored tensor
  bool relu = true;                     // the last operation
  std::optional<Tensor> shortcut = {};  // added before it; the output is stored in its place
};

struct Operands {
  memory weights, bias;  // [out, in, kernel, kernel] and [out], row-major
  std::vector<Argument> scales = {};
};

// A square window and how it moves; the same on every edge.
struct Sliding {
  memory::dim kernel, stride, padding;

  memory::dim outputs(memory::dim side) const { return (side + 2 * padding - kernel) / stride + 1; }
  onednn::Window window() const { return {{kernel, kernel}, {stride, stride}, {padding, padding}}; }
};

dnnl::primitive_attr attributes_with(const dnnl::post_ops& operations) {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  attributes.set_post_ops(operations);
  return attributes;
}

class Compiler {
 public:
  Compiler(const WeightSource& source, const CompileOptions& options)
      : source_(source), options_(options) {}

  Program compile(const Resnet& net);

 private:
  Tensor block(const Tensor& input, const Block& block);
  Tensor convolve(const Tensor& input, const Convolution& shape, const Ending& ending);
  Tensor convolve_int8(const Tensor& input, const Convolution& shape, const Ending& ending);
  Tensor add_convolution(const Tensor& input, const Convolution& shape, const Ending& ending,
                         const Operands& operands, const dnnl::primitive_attr& attributes);
  Tensor max_pool(const Tensor& input);
  Tensor average_pool(const Tensor& input);

  // The tensor in the wanted layout and type, its stored values multiplied by `factor`.
  Tensor reordered(const Tensor& input, const memory::desc& wanted, float factor = 1);
  Tensor add_tensor(const memory::desc& desc);
  void add_step(Step step, const memory::desc& scratchpad);

  memory owned(const memory::dims& dims, Type type, const void* values);
  Argument constant(int index, memory plain, const memory::desc& wanted);
  float range(const std::string& tensor) const;

  const WeightSource& source_;
  const CompileOptions& options_;
  // Of everything that is not int8.
  const Type float_type_ = options_.precision == Precision::bf16 ? Type::bf16 : Type::f32;
  Program program_;
  std::vector<Lifetime> buffers_;
};

float Compiler::range(const std::string& tensor) const {
  const auto found = options_.ranges.find(tensor);
  if (found == options_.ranges.end() || !(found->second > 0)) {
    throw InputError("int8 has no calibrated range for " + tensor +
                     ": msmv model calibrate finds them");
  }
  return found->second;
}

Tensor Compiler::add_tensor(const memory::desc& desc) {
  const std::size_t now = program_.steps.size();
  buffers_.push_back({.bytes = desc.get_size(), .first_step = now, .last_step = now});
  return {.desc = desc, .buffer = buffers_.size() - 1};
}

Argument in_arena(int index, const Tensor& tensor) {
  return {.index = index, .desc = tensor.desc, .buffer = tensor.buffer};
}

void Compiler::add_step(Step step, const memory::desc& scratchpad) {
  if (scratchpad.get_size() > 0) {
    step.arguments.push_back(in_arena(DNNL_ARG_SCRATCHPAD, add_tensor(scratchpad)));
  }
  for (const Argument& argument : step.arguments) {
    if (!argument.constant) {
      buffers_[argument.buffer].last_step = program_.steps.size();
    }
  }
  program_.steps.push_back(std::move(step));
}

Tensor Compiler::reordered(const Tensor& input, const memory::desc& wanted, float factor) {
  if (input.desc == wanted) {
    return input;
  }
  dnnl::primitive_attr attributes = attributes_with({});
  std::vector<Argument> arguments;
  if (factor != 1) {
    arguments = onednn::scale(attributes, DNNL_ARG_SRC, {factor}, program_.engine);
  }
  const dnnl::reorder::primitive_desc chosen(program_.engine, input.desc, program_.engine, wanted,
                                             attributes);
  Tensor output = add_tensor(wanted);
  output.scale = input.scale / factor;
  arguments.push_back(in_arena(DNNL_ARG_SRC, input));
  arguments.push_back(in_arena(DNNL_ARG_DST, output));
  add_step({.primitive = dnnl::reorder(chosen), .arguments = arguments}, chosen.scratchpad_desc());
  return output;
}

memory Compiler::owned(const memory::dims& dims, Type type, const void* values) {
  const Tag tag = dims.size() == 1 ? Tag::a : Tag::abcd;
  memory copy(memory::desc(dims, type, tag), program_.engine);
  std::memcpy(copy.get_data_handle(), values, copy.get_desc().get_size());
  return copy;
}

Argument Compiler::constant(int index, memory plain, const memory::desc& wanted) {
  if (plain.get_desc() == wanted) {
    return {.index = index, .desc = wanted, .constant = plain};
  }
  memory laid_out(wanted, program_.engine);
  dnnl::stream stream(program_.engine);
  dnnl::reorder(plain, laid_out).execute(stream, plain, laid_out);
  stream.wait();
  return {.index = index, .desc = wanted, .constant = laid_out};
}

Tensor Compiler::add_convolution(const Tensor& input, const Convolution& shape,
                                 const Ending& ending, const Operands& operands,
                                 const dnnl::primitive_attr& attributes) {
  const bool int8 = onednn::type_of(input.desc) == Type::u8;
  const Type type = int8 ? Type::u8 : float_type_;
  const Sliding sliding{shape.kernel, shape.stride, shape.padding};
  const memory::dim side = sliding.outputs(onednn::dims_of(input.desc)[2]);
  const memory::desc output_wanted =
      ending.shortcut ? ending.shortcut->desc
                      : memory::desc({1, shape.out_channels, side, side}, type, Tag::any);
  const auto chosen = onednn::convolution(
      program_.engine,
      {memory::desc(onednn::dims_of(input.desc), type, Tag::any),
       memory::desc(onednn::dims_of(operands.weights.get_desc()), int8 ? Type::s8 : type, Tag::any),
       operands.bias.get_desc(), output_wanted},
      sliding.window(), attributes);

  const Tensor source = reordered(input, chosen.src_desc());
  Tensor output = ending.shortcut ? *ending.shortcut : add_tensor(chosen.dst_desc());
  output.scale = 1;
  output.offset = 0;
  std::vector<Argument> arguments = {
      in_arena(DNNL_ARG_SRC, source), in_arena(DNNL_ARG_DST, output),
      constant(DNNL_ARG_WEIGHTS, operands.weights, chosen.weights_desc()),
      constant(DNNL_ARG_BIAS, operands.bias, chosen.bias_desc())};
  arguments.insert(arguments.end(), operands.scales.begin(), operands.scales.end());
  add_step({.primitive = dnnl::convolution_forward(chosen),
            .arguments = arguments,
            .output = ending.output},
           chosen.scratchpad_desc());
  return output;
}

Tensor Compiler::convolve(const Tensor& input, const Convolution& shape, const Ending& ending) {
  if (onednn::type_of(input.desc) == Type::u8) {
    return convolve_int8(input, shape, ending);
  }
  dnnl::post_ops operations;
  if (ending.shortcut) {
    operations.append_sum();
  }
  if (ending.relu) {
    onednn::append_relu(operations);
  }
  const Folded folded = fold(source_, shape);
  const Operands operands{
      .weights = owned({shape.out_channels, shape.in_channels, shape.kernel, shape.kernel},
                       Type::f32, folded.weights.data()),
      .bias = owned({shape.out_channels}, Type::f32, folded.bias.data())};
  return add_convolution(input, shape, ending, operands, attributes_with(operations));
}

// stored = factor * (integer sum + bias) + sum factor * stored shortcut, rounded and held within
// [0, 255], which is the ReLU. `bias` carries the offsets, in units of the integer sum, or of what
// is stored where the factor is not applied to it.
Tensor Compiler::convolve_int8(const Tensor& input, const Convolution& shape,
                               const Ending& ending) {
  const PairSums pair_sums =
      processor().has_int8_dot ? PairSums::exact : PairSums::saturate_at_16_bits;
  Folded folded = fold(source_, shape);
  const QuantizedWeights quantized = quantize(folded, shape, pair_sums);
  const float output_scale = range(ending.output) / (ending.relu ? kUnsignedTop : kSignedTop);
  const float output_offset = ending.relu ? 0 : kSignedOffset;

  dnnl::post_ops operations;
  float shift = output_offset * output_scale;
  if (ending.shortcut) {
    operations.append_sum(ending.shortcut->scale / output_scale);
    shift -= ending.shortcut->offset * ending.shortcut->scale;
  }
  std::vector<float> factors(quantized.scales.size());
  for (std::size_t c = 0; c < factors.size(); ++c) {
    const float sum_scale = quantized.scales[c] * input.scale;
    factors[c] = sum_scale / output_scale;
    folded.bias[c] = (folded.bias[c] + shift) / (onednn::kScalesBias ? sum_scale : output_scale);
  }
  dnnl::primitive_attr attributes = attributes_with(operations);
  const auto scales = onednn::scale(attributes, DNNL_ARG_WEIGHTS, factors, program_.engine);
  const Operands operands{
      .weights = owned({shape.out_channels, shape.in_channels, shape.kernel, shape.kernel},
                       Type::s8, quantized.values.data()),
      .bias = owned({shape.out_channels}, Type::f32, folded.bias.data()),
      .scales = scales};
  Tensor output = add_convolution(input, shape, ending, operands, attributes);
  output.scale = output_scale;
  output.offset = output_offset;
  return output;
}

Tensor Compiler::max_pool(const Tensor& input) {
  const Sliding sliding{.kernel = 3, .stride = 2, .padding = 1};
  const memory::dims in = onednn::dims_of(input.desc);
  const memory::dim side = sliding.outputs(in[2]);
  const auto chosen = onednn::pooling(
      program_.engine, dnnl::algorithm::pooling_max,
      {input.desc, memory::desc({1, in[1], side, side}, onednn::type_of(input.desc), Tag::any)},
      sliding.window(), attributes_with({}));
  const Tensor output = add_tensor(chosen.dst_desc());
  add_step({.primitive = dnnl::pooling_forward(chosen),
            .arguments = {in_arena(DNNL_ARG_SRC, input), in_arena(DNNL_ARG_DST, output)}},
           chosen.scratchpad_desc());
  return output;
}

Tensor Compiler::average_pool(const Tensor& input) {
  const memory::dims in = onednn::dims_of(input.desc);
  const Sliding sliding{.kernel = in[2], .stride = 1, .padding = 0};
  const auto chosen =
      onednn::pooling(program_.engine, dnnl::algorithm::pooling_avg_exclude_padding,
                      {input.desc, memory::desc({1, in[1], 1, 1}, Type::f32, Tag::any)},
                      sliding.window(), attributes_with({}));
  const Tensor output = add_tensor(chosen.dst_desc());
  add_step({.primitive = dnnl::pooling_forward(chosen),
            .arguments = {in_arena(DNNL_ARG_SRC, input), in_arena(DNNL_ARG_DST, output)}},
           chosen.scratchpad_desc());
  return output;
}

Tensor Compiler::block(const Tensor& input, const Block& block) {
  Tensor inner = input;
  for (std::size_t i = 0; i + 1 < block.convolutions.size(); ++i) {
    const Convolution& shape = block.convolutions[i];
    inner = convolve(inner, shape, {.output = shape.name});
  }
  const Tensor shortcut =
      block.projection
          ? convolve(input, *block.projection, {.output = block.projection->name, .relu = false})
          : input;
  return convolve(inner, block.convolutions.back(), {.output = block.name, .shortcut = shortcut});
}

Program Compiler::compile(const Resnet& net) {
  const auto side = static_cast<memory::dim>(options_.side_px);
  Tensor tensor = add_tensor({{1, 3, side, side}, Type::f32, Tag::nchw});
  program_.input = tensor.buffer;
  tensor = max_pool(convolve(tensor, net.stem, {.output = net.stem.name}));
  if (options_.precision == Precision::int8) {
    tensor = reordered(tensor, {onednn::dims_of(tensor.desc), Type::u8, Tag::nhwc},
                       kUnsignedTop / range(net.stem.name));
  }
  for (const Block& each : net.blocks) {
    tensor = block(tensor, each);
  }
  if (onednn::type_of(tensor.desc) != Type::f32) {
    tensor = reordered(tensor, {onednn::dims_of(tensor.desc), Type::f32, Tag::nhwc}, tensor.scale);
  }
  tensor = average_pool(tensor);
  tensor = reordered(tensor, {onednn::dims_of(tensor.desc), Type::f32, Tag::nchw});
  program_.output = tensor.buffer;
  buffers_[tensor.buffer].last_step = program_.steps.size();

  program_.arena = plan_arena(buffers_);
  program_.side_px = options_.side_px;
  program_.features = static_cast<std::size_t>(net.features);
  program_.operations = operations_of(net, options_.side_px);
  return std::move(program_);
}

}  // namespace

Program compile(const WeightSource& source, const std::string& prefix,
                const CompileOptions& options) {
  return Compiler(source, options).compile(find_resnet(source, prefix));
}

}  // namespace msmv::engine
