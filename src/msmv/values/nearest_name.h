#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace msmv {

// ASCII letters brought to lower case; other bytes stay.
std::string lower_case(std::string_view text);

// The name that somebody who wrote `text` may have meant: at most a third of its letters, and no
// more than three, were changed, left out, added or swapped with their neighbour (Damerau's
// distance, capitals not counting). The first of equals.
std::optional<std::string> nearest_name(std::string_view text, std::span<const std::string> names);

// `; did you mean "NAME"?`, or nothing: to be put behind a fault.
std::string did_you_mean(std::string_view text, std::span<const std::string> names);

}  // namespace msmv
