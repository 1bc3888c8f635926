#pragma once

#include <functional>
#include <string>

#include "msmv/config/fields.h"

namespace msmv::doctor {

// A warning: it works, but slowly or not everywhere. Broken: something can't work at all.
enum class State { fine, warning, broken };

constexpr EnumNames<State, 3> enum_names(State) {
  return {{{State::fine, "fine"}, {State::warning, "warning"}, {State::broken, "broken"}}};
}

// One thing that was looked at.
struct Finding {
  std::string name;
  State state = State::fine;
  std::string text;  // one line: what was found, and the cure where something is wrong
};

// Gives what `look` finds under this name; whatever it throws is a finding too: broken.
Finding look_at(const std::string& name, const std::function<Finding()>& look);

}  // namespace msmv::doctor
