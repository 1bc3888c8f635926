#include "msmv/runs/clock_text.h"

#include <cmath>
#include <cstdio>

namespace msmv::runs {

std::string clock_text(double duration_s) {
  const auto total = std::llround(duration_s);
  char text[32];
  if (total >= 3600) {
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", total / 3600, total / 60 % 60,
                  total % 60);
  } else {
    std::snprintf(text, sizeof text, "%lld:%02lld", total / 60, total % 60);
  }
  return text;
}

}  // namespace msmv::runs
