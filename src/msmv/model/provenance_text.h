#pragma once

#include <string>

#include "msmv/config/json.h"

namespace msmv::model {

// Where a model comes from, for people: a line each entry, "  key: value"; of an entry with parts,
// its parts below it, indented, "key value, key value" for those that have parts themselves.
// Numbers with four digits; lines are broken at 100 columns. Images are counted, not named.
std::string provenance_text(const Json& provenance);

}  // namespace msmv::model
