#pragma once

#include <string>
#include <string_view>

#include "msmv/config/json.h"

namespace msmv {

// Text from outside as JSON, without JSON's traps: a key that stands twice in an object is a fault
// and not the last of the two, nothing is nested deeper than 64 levels, and no object has more than
// 10,000 keys.
// Throws InputError, its text led by `where`.
Json parse_json(std::string_view text, const std::string& where);

}  // namespace msmv
