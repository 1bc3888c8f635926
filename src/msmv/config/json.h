#pragma once

// Config structs to JSON and back, made from their visit lists (config/fields.h).

#include <array>
#include <concepts>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

#include "msmv/config/fields.h"
#include "msmv/values/errors.h"
#include "msmv/values/in_quotes.h"

namespace msmv {

using Json = nlohmann::ordered_json;

namespace config_detail {

// A type with a visit list of its own: a nested config.
template <class T>
concept Visitable = requires(T& t) {
  visit_fields(t, [](auto&&...) {});
};

template <class T>
concept NamedEnum = std::is_enum_v<T> && requires {
  enum_names(T{});
};

// A value for a message: as JSON, cut when long.
inline std::string shown(const Json& json) {
  constexpr std::size_t kLongest = 80;
  std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > kLongest) {
    text = json.is_structured() ? std::string("a long ") + json.type_name()
                                : in_quotes(text.substr(0, kLongest));
  }
  return text;
}

[[noreturn]] inline void wrong_type(const std::string& where, const Json& json) {
  throw InputError(where + ": wrong type, got " + shown(json));
}

inline void check_limits(const std::string&, const Json&, Unlimited) {}
inline void check_limits(const std::string& where, const Json& number, Between limits) {
  const auto value = number.get<double>();
  if (!(value >= limits.low && value <= limits.high)) {
    throw InputError(where + ": " + number.dump() + " is not between " + Json(limits.low).dump() +
                     " and " + Json(limits.high).dump());
  }
}

template <class T>
struct IsArray : std::false_type {};
template <class T, std::size_t N>
struct IsArray<std::array<T, N>> : std::true_type {};

// One number or list of numbers, text or switch, exactly. nlohmann's own conversions would wrap
// large numbers round, cut fractions off, take true for 1 and leave out what a list has too much.
template <class T, class Limits>
void read_value(const Json& json, T& value, Limits limits, const std::string& where) {
  if constexpr (std::is_same_v<T, bool>) {
    json.is_boolean() ? void(value = json.get<bool>()) : wrong_type(where, json);
  } else if constexpr (std::is_same_v<T, std::string>) {
    json.is_string() ? void(value = json.get<std::string>()) : wrong_type(where, json);
  } else if constexpr (std::is_arithmetic_v<T>) {
    if (!json.is_number()) {
      wrong_type(where, json);
    }
    if (std::is_integral_v<T> && !json.is_number_integer()) {
      throw InputError(where + ": expected a whole number, got " + shown(json));
    }
    check_limits(where, json, limits);
    if constexpr (std::is_integral_v<T>) {
      const bool fits = json.is_number_unsigned() ? std::in_range<T>(json.get<std::uint64_t>())
                                                  : std::in_range<T>(json.get<std::int64_t>());
      if (!fits) {
        throw InputError(where + ": " + json.dump() + " is out of range");
      }
    }
    value = json.get<T>();
  } else {
    if (!json.is_array()) {
      wrong_type(where, json);
    }
    if constexpr (IsArray<T>::value) {
      if (json.size() != value.size()) {
        throw InputError(where + ": expected " + std::to_string(value.size()) + " values, got " +
                         std::to_string(json.size()));
      }
    } else {
      value.resize(json.size());
    }
    for (std::size_t i = 0; i < json.size(); ++i) {
      read_value(json[i], value[i], limits, where);
    }
  }
}

}  // namespace config_detail

template <class Config>
Json to_json(const Config& config) {
  Json out = Json::object();
  visit_fields(config, [&](const char* key, const auto& value, const char*, auto) {
    using Value = std::decay_t<decltype(value)>;
    if constexpr (config_detail::NamedEnum<Value>) {
      out[key] = enum_name(value);
    } else if constexpr (config_detail::Visitable<const Value>) {
      out[key] = to_json(value);
    } else {
      out[key] = value;
    }
  });
  return out;
}

// Sets the fields that `json` names; the others keep their values. Throws InputError, with
// `where` leading to the key, for an unknown key, a wrong type or a value out of its limits.
template <class Config>
void from_json(const Json& json, Config& config, const std::string& where = "config") {
  if (!json.is_object()) {
    throw InputError(where + ": expected an object, got " + std::string(json.type_name()));
  }
  std::set<std::string> known;
  visit_fields(config, [&](const char* key, auto& value, const char*, auto limits) {
    known.insert(key);
    const auto found = json.find(key);
    if (found == json.end()) {
      return;
    }
    using Value = std::decay_t<decltype(value)>;
    const std::string place = where + "." + key;
    if constexpr (config_detail::NamedEnum<Value>) {
      const std::string text = found->is_string() ? found->template get<std::string>() : "";
      for (const auto& [candidate, candidate_name] : enum_names(Value{})) {
        if (text == candidate_name) {
          value = candidate;
          return;
        }
      }
      throw InputError(place + ": " + config_detail::shown(*found) + " is none of " +
                       enum_choices<Value>());
    } else if constexpr (config_detail::Visitable<Value>) {
      from_json(*found, value, place);
    } else {
      Value read{};
      config_detail::read_value(*found, read, limits, place);
      value = std::move(read);
    }
  });
  for (const auto& [key, value] : json.items()) {
    if (!known.contains(key)) {
      throw InputError(where + ": unknown setting " + in_quotes(key));
    }
  }
}

}  // namespace msmv
