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

template <RefTo<Target> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("lab_mean", c.lab_mean, "reinhard: mean of l, alpha and beta", unlimited());
  field("lab_deviation", c.lab_deviation, "reinhard: deviation of l, alpha and beta", unlimited());
  field("stain_od", c.stain_od, "macenko: optical density of hematoxylin, then eosin, in R, G, B",
        unlimited());
  field("max_concentration", c.max_concentration, "macenko: 99th percentile of each stain",
        unlimited());
}

struct Config {
  Method method = Method::macenko;
  Target target;
};

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("method", c.method, "how colours are normalised", unlimited());
  field("target", c.target, "the look that images are brought to", unlimited());
}

}  // namespace msmv::stain
