#pragma once

#include <string>

namespace msmv::runs {

// A duration as people read it: "0:07", "12:34", "3:25:01".
std::string clock_text(double duration_s);

}  // namespace msmv::runs
