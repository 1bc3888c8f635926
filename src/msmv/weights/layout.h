#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "msmv/weights/tensor.h"

namespace msmv::weights {

// The tensors that something is made of: each name with its shape.
using Layout = std::map<std::string, Shape>;

// `layout` with every name led by `prefix`.
Layout with_prefix(const std::string& prefix, const Layout& layout);

// Makes sure that `tensors` are those of `layout`: none missing, none else, the shapes, every
// value finite, and no negative running variance. `whose` names the owner in messages ("resnet50").
// Throws InputError with the first fault.
void check_layout(const Tensors& tensors, const Layout& layout, const std::string& whose,
                  const std::filesystem::path& path);

}  // namespace msmv::weights
