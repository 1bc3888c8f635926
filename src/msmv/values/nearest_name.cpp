#include "msmv/values/nearest_name.h"

#include <algorithm>
#include <vector>

#include "msmv/values/in_quotes.h"

namespace msmv {
namespace {

// Restricted Damerau-Levenshtein distance: the last three rows of the table are enough.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last, last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last = last;
    last = row;
  }
  return last[b.size()];
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return lower;
}

std::optional<std::string> nearest_name(std::string_view text, std::span<const std::string> names) {
  std::optional<std::string> nearest;
  constexpr std::size_t kLongest = 1000;  // the work grows with its square
  std::size_t fewest = 4;
  for (const std::string& name : names) {
    const std::size_t longer = std::max(text.size(), name.size());
    if (longer - std::min(text.size(), name.size()) >= fewest || longer > kLongest) {
      continue;
    }
    const std::size_t distance = edits(lower_case(text), lower_case(name));
    if (distance < fewest && 3 * distance <= std::max(text.size(), name.size())) {
      fewest = distance;
      nearest = name;
    }
  }
  return nearest;
}

std::string did_you_mean(std::string_view text, std::span<const std::string> names) {
  const auto nearest = nearest_name(text, names);
  return nearest ? "; did you mean " + in_quotes(*nearest) + "?" : "";
}

}  // namespace msmv
