#pragma once

#include <vector>

#include "msmv/config/fields.h"
#include "msmv/values/seed.h"

namespace msmv::krem {

enum class Detector { hematoxylin, paper };
enum class Selector { densest, spread, random };

constexpr EnumNames<Detector, 2> enum_names(Detector) {
  return {{{Detector::hematoxylin, "hematoxylin"}, {Detector::paper, "paper"}}};
}
constexpr EnumNames<Selector, 3> enum_names(Selector) {
  return {
      {{Selector::densest, "densest"}, {Selector::spread, "spread"}, {Selector::random, "random"}}};
}

}  // namespace msmv::krem
