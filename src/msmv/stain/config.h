#pragma once

#include <array>

#include "msmv/config/fields.h"

namespace msmv::stain {

enum class Method { none, reinhard, macenko };

constexpr EnumNames<Method, 3> enum_names(Method) {
  return {{{Method::none, "none"}, {Method::reinhard, "reinhard"}, {Method::macenko, "macenko"}}};
}

// The look that images are brought to, as fitted from one or more pictures.
struct Target {
  std::array<double, 3> lab_mean{};  // Reinhard: per channel of l-alpha-beta
  std::array<double, 3> lab_deviation{};
  std::array<double, 6> stain_od{};  // Macenko: [hematoxylin, eosin] x [R, G, B], unit vectors
  std::array<double, 2> max_concentration{};  // 99th percentile of each stain
};

struct Config {
  Method method = Method::macenko;
  Target target;
};

}  // namespace msmv::stain
