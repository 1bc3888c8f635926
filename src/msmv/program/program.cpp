#include "msmv/program/program.h"

#include <algorithm>

namespace msmv::program {

std::string identifier(const std::string& name) {
  std::string text = name;
  std::ranges::replace(text, '.', '_');
  return text;
}

}  // namespace msmv::program
