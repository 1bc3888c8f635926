#pragma once

#include <exception>
#include <string>

namespace msmv {

// What went wrong, as one line without a library's names where that can be told better: for people
// and for the message of a table's row.
std::string fault_text(const std::exception& fault);

}  // namespace msmv
