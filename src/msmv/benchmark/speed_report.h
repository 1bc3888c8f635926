#pragma once

#include <string>

#include "msmv/benchmark/speed.h"
#include "msmv/config/json.h"

namespace msmv::benchmark {

// The results of `msmv bench`, for people (some tables, ending in a newline) and for programs.
std::string speed_text(const Speed& speed);
Json speed_json(const Speed& speed);

}  // namespace msmv::benchmark
