#include "msmv/report/wording.h"

#include "msmv/values/decimal.h"

namespace msmv::report {

std::string percent(double share) {
  return fixed(100 * share, 1) + " %";
}

std::string percent(std::optional<double> share) {
  return share ? percent(*share) : "-";
}

std::string interval_text(const metrics::Interval& interval) {
  if (!(interval.low < interval.high)) {
    return "unknown: so few images give it no width";
  }
  return fixed(100 * interval.low, 1) + " to " + fixed(100 * interval.high, 1) + " %";
}

std::string accuracy_text(std::int64_t right, std::int64_t all) {
  return std::to_string(right) + " of " + std::to_string(all) +
         " right: " + percent(static_cast<double>(right) / static_cast<double>(all)) +
         " (95 % interval " + interval_text(metrics::wilson(right, all)) + ")";
}

std::string unanswered_text(std::int64_t unanswered, std::int64_t unfit) {
  if (unanswered == 0) {
    return "";
  }
  const std::string of_unfit = unfit == 0 ? "" : std::to_string(unfit) + " unfit";
  const std::int64_t failed = unanswered - unfit;
  const std::string of_failed = failed == 0 ? "" : std::to_string(failed) + " failed";
  const char* between = unfit > 0 && failed > 0 ? " and " : "";
  return "; " + of_unfit + between + of_failed + ", counted as wrong";
}

}  // namespace msmv::report
