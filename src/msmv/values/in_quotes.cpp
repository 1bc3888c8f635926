#include "msmv/values/in_quotes.h"

#include <nlohmann/json.hpp>

namespace msmv {

std::string in_quotes(std::string_view name) {
  constexpr std::size_t kLongest = 80;
  std::string shown(name.substr(0, kLongest));
  shown += name.size() > kLongest ? "..." : "";
  using Json = nlohmann::json;
  return Json(shown).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace msmv
