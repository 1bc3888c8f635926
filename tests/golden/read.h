#pragma once

#include <fstream>
#include <string>

#include "msmv/config/json.h"

namespace msmv::golden {

inline std::string path(const std::string& name) {
  return std::string(MSMV_SOURCE_DIR) + "/tests/golden/" + name;
}

inline Json read(const std::string& name) {
  std::ifstream stream(path(name));
  return Json::parse(stream);
}

}  // namespace msmv::golden
