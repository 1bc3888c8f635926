#pragma once

// Config structs to JSON and back, made from their visit lists (config/fields.h).

#include <concepts>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <type_traits>

#include "msmv/config/fields.h"
#include "msmv/values/errors.h"

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

template <class T>
void check_limits(const std::string&, const T&, Unlimited) {}

template <class T>
void check_limits(const std::string& where, const T& value, Between limits) {
  if constexpr (std::is_arithmetic_v<T>) {
    const auto number = static_cast<double>(value);
    if (!(number >= limits.low && number <= limits.high)) {
      throw InputError(where + ": " + Json(value).dump() + " is not between " +
                       Json(limits.low).dump() + " and " + Json(limits.high).dump());
    }
  } else {
    for (const auto& element : value) {
      check_limits(where, element, limits);
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
      throw InputError(place + ": " + found->dump() + " is none of " + enum_choices<Value>());
    } else if constexpr (config_detail::Visitable<Value>) {
      from_json(*found, value, place);
    } else {
      try {
        if constexpr (std::is_integral_v<Value> && !std::is_same_v<Value, bool>) {
          if (!found->is_number_integer()) {
            throw InputError(place + ": expected a whole number, got " + found->dump());
          }
        }
        Value read = found->template get<Value>();
        config_detail::check_limits(place, read, limits);
        value = std::move(read);
      } catch (const nlohmann::json::exception&) {
        throw InputError(place + ": wrong type, got " + found->dump());
      }
    }
  });
  for (const auto& [key, value] : json.items()) {
    if (!known.contains(key)) {
      throw InputError(where + ": unknown setting \"" + key + "\"");
    }
  }
}

}  // namespace msmv
