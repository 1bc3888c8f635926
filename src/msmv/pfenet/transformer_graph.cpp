#include "msmv/pfenet/transformer_graph.h"

#include <string>
#include <utility>

#include "msmv/pfenet/graph_builder.h"

namespace msmv::pfenet {
namespace {

using Kind = Node::Kind;

class TransformerBuilder {
 public:
  explicit TransformerBuilder(const Form& form) : form_(form) {}

  Graph graph() && {
    int x = embedding();
    for (int i = 0; i < form_.depth; ++i) {
      nodes_.begin_stage(1 + 4 * i / form_.depth);
      x = block(x, "blocks." + std::to_string(i) + ".");
    }
    nodes_.begin_stage(4);
    x = layer_norm(x, "norm");
    const bool is_with_mean = form_.output == TokenOutput::class_and_mean;
    nodes_.add({.kind = is_with_mean ? Kind::class_and_mean : Kind::class_token,
                .name = "",
                .inputs = {x},
                .channels = (is_with_mean ? 2 : 1) * width(),
                .tokens = tokens()});
    return std::move(nodes_).graph();
  }

 private:
  std::int64_t width() const { return form_.width; }

  Tokens tokens() const {
    return {.grid = form_.grid(),
            .registers = form_.registers,
            .class_in_positions = form_.class_in_positions,
            .registers_in_positions = form_.registers > 0 && form_.registers_in_positions,
            .antialias = form_.source == Source::timm};
  }

  int embedding() {
    const int map = nodes_.add({.kind = Kind::convolution,
                                .name = "patch_embed.proj",
                                .inputs = {0},
                                .channels = width(),
                                .kernel_height = form_.patch_px,
                                .kernel_width = form_.patch_px,
                                .stride = form_.patch_px,
                                .has_bias = true});
    return nodes_.add({.kind = Kind::tokens,
                       .name = "",
                       .inputs = {map},
                       .channels = width(),
                       .tokens = tokens()});
  }

  int block(int x, const std::string& name) {
    int branch = linear(layer_norm(x, name + "norm1"), name + "attn.qkv", 3 * width());
    branch = nodes_.add({.kind = Kind::attention,
                         .name = "",
                         .inputs = {branch},
                         .channels = width(),
                         .heads = form_.heads});
    branch = linear(branch, name + "attn.proj", width());
    x = nodes_.sum(x, scaled(branch, name + "ls1"));
    branch = mlp(layer_norm(x, name + "norm2"), name + "mlp.");
    return nodes_.sum(x, scaled(branch, name + "ls2"));
  }

  int mlp(int x, const std::string& name) {
    const std::int64_t inner = form_.mlp_width;
    const bool is_gated = form_.mlp == Mlp::swiglu;
    x = linear(x, name + "fc1", is_gated ? 2 * inner : inner);
    x = nodes_.add({.kind = is_gated ? Kind::swiglu : Kind::gelu,
                    .name = "",
                    .inputs = {x},
                    .channels = inner});
    return linear(x, name + "fc2", width());
  }

  int scaled(int x, const std::string& name) {
    return form_.layer_scale
               ? nodes_.add({.kind = Kind::scale, .name = name, .inputs = {x}, .channels = width()})
               : x;
  }

  int layer_norm(int x, const std::string& name) {
    return nodes_.add({.kind = Kind::layer_norm,
                       .name = name,
                       .inputs = {x},
                       .channels = width(),
                       .epsilon = form_.epsilon});
  }

  int linear(int x, const std::string& name, std::int64_t out) {
    return nodes_.add(
        {.kind = Kind::linear, .name = name, .inputs = {x}, .channels = out, .has_bias = true});
  }

  const Form& form_;
  GraphBuilder nodes_;
};

}  // namespace

Graph transformer(const Form& form) {
  return TransformerBuilder(form).graph();
}

}  // namespace msmv::pfenet
