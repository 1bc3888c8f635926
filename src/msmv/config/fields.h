#pragma once

// How a stage's settings are listed. Each stage owns a plain struct `Config` whose member
// initialisers are the only home of the defaults, and one function beside it,
//
//   template <RefTo<Config> Ref, class Field>
//   void visit_fields(Ref& c, Field&& field) {
//     field("steps_px", c.steps_px, "grid step of each scale, in pixels", between(1, 4096));
//     field("detector", c.detector, "how nuclei are found", unlimited());
//   }
//
// from which JSON in and out (config/json.h), command-line flags, --help and the table in
// docs/formats.md are all made. An enum lists its names in
//
//   constexpr EnumNames<Detector, 2> enum_names(Detector) {
//     return {{{Detector::paper, "paper"}, {Detector::maxima, "maxima"}}};
//   }

#include <array>
#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace msmv {

// Const or not: a visit list serves reading and writing.
template <class Ref, class Config>
concept RefTo = std::same_as<std::remove_const_t<Ref>, Config>;

template <class Enum, std::size_t N>
using EnumNames = std::array<std::pair<Enum, std::string_view>, N>;

// A number's (or each element's) closed range.
struct Between {
  double low, high;
};
constexpr Between between(double low, double high) {
  return {low, high};
}

// A field without limits of its own: text, booleans, enums, nested configs.
struct Unlimited {};
constexpr Unlimited unlimited() {
  return {};
}

template <class Enum>
std::string_view enum_name(Enum value) {
  for (const auto& [candidate, text] : enum_names(Enum{})) {
    if (candidate == value) {
      return text;
    }
  }
  return "?";
}

// "paper, maxima": for messages and --help.
template <class Enum>
std::string enum_choices() {
  std::string joined;
  for (const auto& [candidate, text] : enum_names(Enum{})) {
    joined += joined.empty() ? "" : ", ";
    joined += text;
  }
  return joined;
}

}  // namespace msmv
