#include "msmv/config/parse_json.h"

#include "msmv/values/in_quotes.h"

namespace msmv {

Json parse_json(std::string_view text, const std::string& where) {
  constexpr int kDeepest = 64;
  constexpr std::size_t kMostKeys = 10'000;  // each is compared with those before it
  std::vector<std::set<std::string>> keys;   // of each object that is open
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > kDeepest) {
      throw InputError(where + ": nested deeper than " + std::to_string(kDeepest) + " levels");
    }
    if (event == Json::parse_event_t::object_start) {
      keys.emplace_back();
    } else if (event == Json::parse_event_t::object_end) {
      keys.pop_back();
    } else if (event == Json::parse_event_t::key) {
      const auto key = parsed.get<std::string>();
      if (!keys.back().insert(key).second) {
        throw InputError(where + ": " + in_quotes(key) + " stands twice");
      }
      if (keys.back().size() > kMostKeys) {
        throw InputError(where + ": more than " + std::to_string(kMostKeys) +
                         " names in one object");
      }
    }
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::parse_error& fault) {
    throw InputError(where + ": not JSON at byte " + std::to_string(fault.byte));
  } catch (const Json::exception&) {
    throw InputError(where + ": a number too large");
  }
}

}  // namespace msmv
