#pragma once

#include <exception>
#include <string>

namespace msmv {

// Says what went wrong in one line, without a library's names where it can: for people
// and for the message of a table's row.
std::string fault_text(const std::exception& fault);

}  // namespace msmv
