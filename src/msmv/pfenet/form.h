#pragma once

#include <cstdint>
#include <string>

#include "msmv/config/fields.h"

namespace msmv::pfenet {

// Who built a vision transformer: timm stretches its positions to another grid with antialiasing,
// Hugging Face's transformers without it.
enum class Source { timm, hf };

constexpr EnumNames<Source, 2> enum_names(Source) {
  return {{{Source::timm, "timm"}, {Source::hf, "hf"}}};
}

// The activation between a block's two linear layers: GELU, or SiLU of one half times the other.
enum class Mlp { gelu, swiglu };

constexpr EnumNames<Mlp, 2> enum_names(Mlp) {
  return {{{Mlp::gelu, "gelu"}, {Mlp::swiglu, "swiglu"}}};
}

// The encoding is the class token, or that beside the mean of the patches' tokens.
enum class TokenOutput { class_token, class_and_mean };

constexpr EnumNames<TokenOutput, 2> enum_names(TokenOutput) {
  return {{{TokenOutput::class_token, "class"}, {TokenOutput::class_and_mean, "class_and_mean"}}};
}

// How a picture that is one patch is brought to the encoder's input (--as-patch).
enum class Resize { bilinear, bicubic };

constexpr EnumNames<Resize, 2> enum_names(Resize) {
  return {{{Resize::bilinear, "bilinear"}, {Resize::bicubic, "bicubic"}}};
}

// The form of a vision transformer: all that its graph is made from (pfenet/transformer_graph.h).
// Defaults: ViT-S/16 at 224 px.
struct Form {
  Source source = Source::timm;
  int image_px = 224;  // that it was built for: positions are those of image_px / patch_px squared
  int patch_px = 16;
  int width = 384, depth = 12, heads = 6;
  Mlp mlp = Mlp::gelu;
  int mlp_width = 1536;
  bool layer_scale = false;
  int registers = 0;
  bool class_in_positions = true, registers_in_positions = false;
  double epsilon = 1e-6;
  TokenOutput output = TokenOutput::class_token;
  int input_px = 224;   // of a picture that is one patch
  int resize_px = 224;  // its shorter side, before input_px are cut from its middle
  Resize resize = Resize::bicubic;

  int grid() const { return image_px / patch_px; }
  bool operator==(const Form&) const = default;
};

template <RefTo<Form> Ref, class Visitor>
void visit_fields(Ref& f, Visitor&& field) {
  field("source", f.source, "library whose rule stretches positions to another grid", unlimited());
  field("image_px", f.image_px, "side of the pictures it was built for", between(1, 4096));
  field("patch_px", f.patch_px, "side of a patch that becomes one token", between(1, 256));
  field("width", f.width, "values of a token", between(1, 16384));
  field("depth", f.depth, "blocks", between(1, 256));
  field("heads", f.heads, "attention heads", between(1, 256));
  field("mlp", f.mlp, "between the two linear layers of a block", unlimited());
  field("mlp_width", f.mlp_width, "values there, of SwiGLU those of one half", between(1, 65536));
  field("layer_scale", f.layer_scale, "each branch times a learnt factor a value", unlimited());
  field("registers", f.registers, "register tokens", between(0, 64));
  field("class_in_positions", f.class_in_positions, "a position for the class token", unlimited());
  field("registers_in_positions", f.registers_in_positions, "positions for register tokens",
        unlimited());
  field("epsilon", f.epsilon, "of the layer norms", between(1e-15, 0.1));
  field("output", f.output, "the encoding: class token, or beside it the mean of the patches'",
        unlimited());
  field("input_px", f.input_px, "input side for a picture that is one patch", between(1, 4096));
  field("resize_px", f.resize_px, "its shorter side before the middle is cut out",
        between(1, 8192));
  field("resize", f.resize, "how it is resized", unlimited());
}

// Checks fields together: sides that are whole numbers of patches, heads that share the width,
// registers with positions only beside a class token with one, an input no larger than what it is
// cut from. Throws InputError, its text led by `where`.
void check(const Form& form, const std::string& where);

}  // namespace msmv::pfenet
