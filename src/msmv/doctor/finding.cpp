#include "msmv/doctor/finding.h"

#include <exception>

namespace msmv::doctor {

Finding look_at(const std::string& name, const std::function<Finding()>& look) {
  try {
    Finding finding = look();
    finding.name = name;
    return finding;
  } catch (const std::exception& error) {
    return {.name = name, .state = State::broken, .text = error.what()};
  }
}

}  // namespace msmv::doctor
