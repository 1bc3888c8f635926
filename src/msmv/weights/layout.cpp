#include "msmv/weights/layout.h"

#include <algorithm>
#include <cmath>

#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv::weights {
namespace {

void check_none_missing(const Tensors& tensors, const Layout& layout, const std::string& whose,
                        const std::filesystem::path& path) {
  const auto is_missing = [&](const auto& named) { return !tensors.contains(named.first); };
  if (const auto missing = std::ranges::count_if(layout, is_missing); missing > 0) {
    const auto first = std::ranges::find_if(layout, is_missing);
    throw InputError(path, whose + " needs tensor " + in_quotes(first->first) + " (" +
                               std::to_string(missing) + " of " + std::to_string(layout.size()) +
                               " missing)");
  }
}

void check_values(const std::string& name, const Tensor& tensor,
                  const std::filesystem::path& path) {
  const bool is_variance = name.ends_with(".running_var");
  const auto is_wrong = [is_variance](float value) {
    return !std::isfinite(value) || (is_variance && value < 0);
  };
  const auto wrong = std::ranges::find_if(tensor.values, is_wrong);
  if (wrong != tensor.values.end()) {
    throw InputError(
        path, "tensor " + in_quotes(name) + ": value " +
                  std::to_string(wrong - tensor.values.begin()) +
                  (std::isfinite(*wrong) ? " is negative, a variance can't be" : " is not finite"));
  }
}

}  // namespace

Layout with_prefix(const std::string& prefix, const Layout& layout) {
  Layout out;
  for (const auto& [name, shape] : layout) {
    out.emplace(prefix + name, shape);
  }
  return out;
}

void check_layout(const Tensors& tensors, const Layout& layout, const std::string& whose,
                  const std::filesystem::path& path) {
  for (const auto& [name, tensor] : tensors) {
    const auto wanted = layout.find(name);
    if (wanted == layout.end()) {
      throw InputError(path, "tensor " + in_quotes(name) + ": no part of " + whose);
    }
    if (tensor.shape != wanted->second) {
      throw InputError(path, "tensor " + in_quotes(name) + ": shape " + text_of(tensor.shape) +
                                 ", " + whose + " needs " + text_of(wanted->second));
    }
    check_values(name, tensor, path);
  }
  check_none_missing(tensors, layout, whose, path);
}

}  // namespace msmv::weights
