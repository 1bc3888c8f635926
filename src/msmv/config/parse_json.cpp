#include "msmv/config/parse_json.h"

#include "msmv/values/in_quotes.h"

namespace msmv {
namespace {

template <class AnyJson>
AnyJson parsed_as(std::string_view text, const std::string& where, std::size_t most_keys) {
  using Event = typename AnyJson::parse_event_t;
  constexpr int kDeepest = 64;
  std::vector<std::set<std::string>> keys;  // of each object that is open
  const auto watch = [&](int depth, Event event, AnyJson& parsed) {
    if (depth > kDeepest) {
      throw InputError(where + ": nested deeper than " + std::to_string(kDeepest) + " levels");
    }
    if (event == Event::object_start) {
      keys.emplace_back();
    } else if (event == Event::object_end) {
      keys.pop_back();
    } else if (event == Event::key) {
      const auto key = parsed.template get<std::string>();
      if (!keys.back().insert(key).second) {
        throw InputError(where + ": " + in_quotes(key) + " stands twice");
      }
      if (keys.back().size() > most_keys) {
        throw InputError(where + ": more than " + std::to_string(most_keys) +
                         " names in one object");
      }
    }
    return true;
  };
  try {
    return AnyJson::parse(text, watch);
  } catch (const typename AnyJson::parse_error& fault) {
    throw InputError(where + ": not JSON at byte " + std::to_string(fault.byte));
  } catch (const typename AnyJson::exception&) {
    throw InputError(where + ": a number too large");
  }
}

}  // namespace

Json parse_json(std::string_view text, const std::string& where) {
  constexpr std::size_t kMostKeys = 10'000;  // each is compared with those before it
  return parsed_as<Json>(text, where, kMostKeys);
}

nlohmann::json parse_sorted_json(std::string_view text, const std::string& where,
                                 std::size_t most_keys) {
  return parsed_as<nlohmann::json>(text, where, most_keys);
}

}  // namespace msmv
