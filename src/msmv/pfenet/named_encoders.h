#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "msmv/pfenet/config.h"

namespace msmv::pfenet {

// Which encoder a file of weights is said to hold. What stays open is read off the file
// (pfenet/import_transformer.h).
struct EncoderForm {
  std::string name;  // for messages: "uni", or the description's file name
  Config config;     // backbone, form, mean and deviation; always one encoder for all scales
  bool has_mlp_width = true, has_epsilon = true, has_register_positions = true;
};

// An encoder that has a name here.
struct NamedEncoder {
  std::string_view name;
  EncoderForm form;
  // In its origin's count of parameters, and without use here: a pooler, a mask token.
  std::int64_t unused_parameters = 0;
};

// Those of pathology (docs/encoders.md), as their publishers' own code builds them.
const std::vector<NamedEncoder>& named_encoders();

// The names, comma-separated.
std::string named_encoder_choices();

// A name, or a file of JSON: an object "shape" with source ("timm", "hf"), image, patch, width,
// depth, heads, mlp ("gelu", "swiglu", "swiglu, packed"), layer_scale, registers,
// class_in_positions and output ("class", "class and mean of patches"); optionally mlp_width
// (values between the two linear layers; of SwiGLU those of one half), epsilon and
// registers_in_positions; beside it an object "input" with mean, std and optionally pixels (the
// side of its input; otherwise shape.image). Other keys are ignored. Throws InputError.
EncoderForm encoder_form(const std::string& name_or_file);

}  // namespace msmv::pfenet
