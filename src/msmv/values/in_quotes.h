#pragma once

#include <string>
#include <string_view>

namespace msmv {

// A name out of a file for a one-line message: quoted, escaped, cut after 80 bytes.
std::string in_quotes(std::string_view name);

}  // namespace msmv
