#pragma once

#include <string>

#include "msmv/benchmark/slide_speed.h"
#include "msmv/config/json.h"

namespace msmv::benchmark {

// What `msmv bench --slide` prints, and the same for --json (docs/formats.md).
std::string slide_speed_text(const SlideSpeed& speed);
Json slide_speed_json(const SlideSpeed& speed);

}  // namespace msmv::benchmark
