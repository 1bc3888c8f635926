#pragma once

#include <array>

#include "msmv/config/fields.h"

namespace msmv::stain {

enum class Method { none, reinhard, macenko };

constexpr EnumNames<Method, 3> enum_names(Method) {
  return {{{Method::none, "none"}, {Method::reinhard, "reinhard"}, {Method::macenko, "macenko"}}};
}

// The look that images are brought to, as fitted from one or more pictures (stain::fit). The
// defaults, for who has none to fit, are the mean look of 131 BACH training fields.
struct Target {
  std::array<double, 3> lab_mean = {66.0, 24.7, -28.6};  // Reinhard: CIE L*, a*, b* of the tissue
  std::array<double, 3> lab_deviation = {14.2, 9.8, 11.3};
  // Macenko: [hematoxylin, eosin] x [R, G, B], unit vectors of optical density
  std::array<double, 6> stain_od = {0.654, 0.723, 0.223, 0.327, 0.918, 0.224};
  std::array<double, 3> max_concentration = {1.46, 0.957,
                                             0.089};  // 99th percentile; third: the rest
};

struct Config {
  Method method = Method::macenko;  // deviation D20
  Target target;
};

template <RefTo<Target> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("lab_mean", c.lab_mean, "Reinhard: mean L*, a*, b* of the tissue", between(-128, 128));
  field("lab_deviation", c.lab_deviation, "Reinhard: standard deviation of L*, a*, b*",
        between(0.01, 128));
  field("stain_od", c.stain_od,
        "Macenko: unit optical density of hematoxylin in R, G, B, then of eosin", between(0, 1));
  field("max_concentration", c.max_concentration,
        "Macenko: 99th percentile of hematoxylin, eosin and what neither explains",
        between(0.001, 20));
}

template <RefTo<Config> Ref, class Visitor>
void visit_fields(Ref& c, Visitor&& field) {
  field("method", c.method, "how colours are normalised", unlimited());
  field("target", c.target, "the look that images are brought to", unlimited());
}

}  // namespace msmv::stain
