#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "msmv/metrics/intervals.h"

namespace msmv::report {

// "94.0 %".
std::string percent(double share);
std::string percent(std::optional<double> share);  // "-" for none

// "83.8 to 97.9 %"; an interval without width is said to be unknown.
std::string interval_text(const metrics::Interval& interval);

// "47 of 50 right: 94.0 % (95 % interval 83.8 to 97.9 %)": how an accuracy is always said.
std::string accuracy_text(std::int64_t right, std::int64_t all);

// "; 3 unfit and 2 failed, counted as wrong", or nothing. `unfit` of the `unanswered` are those
// whose tissue can't carry a diagnosis.
std::string unanswered_text(std::int64_t unanswered, std::int64_t unfit);

}  // namespace msmv::report
